import fc from 'fast-check'
import { BloomFilter as Peer } from 'bloomfilter'
import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { BloomFilter } from './bloom-filter.ts'

const settings = { numRuns: 200 }
const key = fc.oneof(fc.nat(100), fc.maxSafeNat())

/** How many of `probes` absent keys pass. */
function passed(filter: { mayContain(key: number): boolean }, probes: number): number {
  const random = new RandomStream(5, 'absent')
  let count = 0
  for (let i = 0; i < probes; i++) if (filter.mayContain(2 ** 40 + random.below(2 ** 32))) count++
  return count
}

describe('BloomFilter', () => {
  it('never denies what was added, whatever its size', () => {
    fc.assert(
      fc.property(
        fc.array(key, { maxLength: 200 }),
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0.000_1, max: 0.9, noNaN: true }),
        (keys, sizedFor, falsePositiveRate) => {
          const filter = new BloomFilter({ keys: sizedFor, falsePositiveRate })
          for (const each of keys) filter.add(each)
          expect(keys.every((each) => filter.mayContain(each))).toBe(true)
          expect(filter.keys).toBe(keys.length)
        },
      ),
      settings,
    )
  })

  it.each([
    [1_000, 0.01],
    [10_000, 0.001],
    [50_000, 0.1],
    [20_000, 0.5],
  ])('lets pass as many absent keys as theory says (%i keys, rate %f)', (keys, falsePositiveRate) => {
    const filter = new BloomFilter({ keys, falsePositiveRate })
    for (let each = 0; each < keys; each++) filter.add(each * 7)
    const probes = 200_000
    const expected = probes * falsePositiveRate
    const count = passed(filter, probes)
    expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected) + 0.05 * expected)
    expect(Math.abs(filter.falsePositiveRate() / falsePositiveRate - 1)).toBeLessThan(0.06)
    const filled = filter.bitsSet / filter.bits
    expect(Math.abs(filled - 0.5)).toBeLessThan(0.06)
  })

  it('errs more often with more keys than it was sized for, as theory says', () => {
    const filter = new BloomFilter({ keys: 1_000, falsePositiveRate: 0.01 })
    for (let each = 0; each < 4_000; each++) filter.add(each)
    expect(filter.falsePositiveRate()).toBeGreaterThan(0.6)
    expect(Math.abs(passed(filter, 50_000) / 50_000 - filter.falsePositiveRate())).toBeLessThan(0.03)
  })

  it('errs about as often as a well-known package with the same bits and hashes', () => {
    const filter = new BloomFilter({ keys: 5_000, falsePositiveRate: 0.02 })
    const peer = new Peer(filter.bits, filter.hashes)
    for (let each = 0; each < 5_000; each++) {
      filter.add(each)
      peer.add(String(each))
    }
    const ours = passed(filter, 100_000)
    const theirs = passed({ mayContain: (each) => peer.test(String(each)) }, 100_000)
    expect(ours / theirs).toBeGreaterThan(0.7)
    expect(ours / theirs).toBeLessThan(1.4)
  })

  it('is not changed by being looked at, and says what it is made of', () => {
    const filter = new BloomFilter({ keys: 1_000, falsePositiveRate: 0.01 })
    filter.add(1)
    filter.add(1)
    const before = filter.bitsSet
    expect(filter.inspect()).toMatchObject({ bits: 9_586, hashes: 7, keys: 2, bitsSet: before })
    expect(filter.bitsSet).toBe(before)
  })

  it('says what it cannot be made of', () => {
    expect(() => new BloomFilter({ keys: 0, falsePositiveRate: 0.1 })).toThrow(
      'a positive whole number of keys',
    )
    expect(() => new BloomFilter({ keys: 1, falsePositiveRate: 0 })).toThrow('between 0 and 1')
    expect(() => new BloomFilter({ keys: 1, falsePositiveRate: 0.5 }).add(-1)).toThrow('non-negative')
  })
})
