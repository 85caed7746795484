import { describe, expect, test } from 'vitest'
import { RandomStream } from '../lib/random.ts'
import { s } from '../lib/units.ts'
import { POPULARITIES } from './popularities.ts'
import type { KeyOptions } from './popularity.ts'
import { ReplayedKeys } from './replayed-keys.ts'

const OPTIONS: KeyOptions = {
  keys: 100,
  skew: 1,
  hotKeys: 0.1,
  hotRequests: 0.9,
  shiftNanos: s(10),
  clock: { now: 0 },
  recording: null,
}
const DRAWS = 50_000

const source = (name: string, options: Partial<KeyOptions> = {}) =>
  POPULARITIES.get(name)!.make({ ...OPTIONS, ...options }, new RandomStream(1, name))

/** How often each of the first keys was drawn, as shares. */
function sharesOf(name: string, options: Partial<KeyOptions> = {}, now = 0): number[] {
  const keys = source(name, { ...options, clock: { now } })
  const counts = Array.from({ length: options.keys ?? OPTIONS.keys }, () => 0)
  for (let i = 0; i < DRAWS; i++) counts[keys.next()]++
  return counts.map((count) => count / DRAWS)
}
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

describe('popularity', () => {
  test('uniform: every key alike', () => {
    for (const share of sharesOf('uniform')) expect(Math.abs(share - 0.01)).toBeLessThan(0.002)
  })

  test.each([0.6, 1, 1.3])('Zipf: in proportion to 1 / rank^%f, key 0 first', (skew) => {
    const shares = sharesOf('zipf', { skew })
    const weights = shares.map((_, i) => (i + 1) ** -skew)
    const total = sum(weights)
    for (const rank of [0, 1, 2, 9, 49])
      expect(Math.abs(shares[rank] - weights[rank] / total)).toBeLessThan(
        4 * Math.sqrt(weights[rank] / total / DRAWS),
      )
  })

  test('hot set: its share of the keys gets its share of the requests, alike within both', () => {
    const shares = sharesOf('hot-set')
    expect(Math.abs(sum(shares.slice(0, 10)) - 0.9)).toBeLessThan(0.01)
    for (const share of shares.slice(0, 10)) expect(Math.abs(share - 0.09)).toBeLessThan(0.006)
    for (const share of shares.slice(10)) expect(Math.abs(share - 0.1 / 90)).toBeLessThan(0.0007)
  })

  test('hot set of all keys, and of none, still draws keys that exist', () => {
    for (const hotKeys of [0, 1]) expect(sum(sharesOf('hot-set', { hotKeys }))).toBeCloseTo(1)
  })

  test('scan: one after the other, never one twice', () => {
    const keys = source('scan')
    expect(Array.from({ length: 250 }, () => keys.next())).toEqual(Array.from({ length: 250 }, (_, i) => i))
  })

  test('loop: all in turn, again and again', () => {
    const keys = source('loop', { keys: 3 })
    expect(Array.from({ length: 7 }, () => keys.next())).toEqual([0, 1, 2, 0, 1, 2, 0])
  })

  test('Zipf with changing favourites: the same skew, other favourites in the next period', () => {
    const favourite = (now: number) => {
      const shares = sharesOf('shifting-zipf', {}, now)
      const highest = Math.max(...shares)
      expect(Math.abs(highest - 1 / 5.187)).toBeLessThan(0.01) // 1 / H(100)
      return shares.indexOf(highest)
    }
    expect(favourite(0)).toBe(favourite(s(9.9)))
    expect(new Set([0, 10, 20, 30].map((at) => favourite(s(at)))).size).toBeGreaterThan(2)
  })

  test('replayed keys come as they were recorded, and again from the beginning', () => {
    const keys = new ReplayedKeys([5, 5, 2])
    expect([1, 2, 3, 4].map(() => keys.next())).toEqual([5, 5, 2, 5])
    expect(() => new ReplayedKeys([])).toThrow('at least one key')
  })
})
