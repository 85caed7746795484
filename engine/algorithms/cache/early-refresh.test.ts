import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { MILLISECOND, ms, s } from '../../lib/units.ts'
import type { EarlyRefresh } from './early-refresh.ts'
import { LinearEarlyRefresh } from './linear-early-refresh.ts'
import { XFetch } from './xfetch.ts'

const entry = { storedAt: s(100), expiresAt: s(160), recomputeNanos: ms(200) }

function frequency(rule: EarlyRefresh, now: number): number {
  const random = new RandomStream(2, 'early refresh')
  let due = 0
  for (let i = 0; i < 20_000; i++) if (rule.isDue(now, entry, random)) due++
  return due / 20_000
}

/** Reads at a steady pace; when was the value refreshed, before its expiry or at it? */
function refreshedAt(rule: EarlyRefresh, readsPerSecond: number): number {
  const random = new RandomStream(3, 'early refresh')
  for (let now = entry.storedAt; ; now += s(1) / readsPerSecond)
    if (rule.isDue(now, entry, random)) return now
}

describe('XFetch', () => {
  const rule = new XFetch({ beta: 1 })

  it('refreshes as often as its law says: e^-(time left / (delta beta))', () => {
    for (const left of [ms(50), ms(200), ms(600)]) {
      const expected = rule.probability(entry.expiresAt - left, entry)
      expect(Math.abs(frequency(rule, entry.expiresAt - left) - expected)).toBeLessThan(0.01)
    }
    expect(rule.probability(entry.expiresAt - ms(200), entry)).toBeCloseTo(1 / Math.E, 12)
    expect(new XFetch({ beta: 2 }).probability(entry.expiresAt - ms(400), entry)).toBeCloseTo(1 / Math.E, 12)
  })

  it('is always due from the expiry on, and as good as never long before', () => {
    expect([frequency(rule, entry.expiresAt), frequency(rule, entry.expiresAt + 1)]).toEqual([1, 1])
    expect(frequency(rule, entry.storedAt + s(30))).toBe(0)
  })

  it('refreshes a hot key within some recomputation times before its expiry', () => {
    const at = refreshedAt(rule, 1000)
    expect(at).toBeLessThan(entry.expiresAt)
    expect(at).toBeGreaterThan(entry.expiresAt - 20 * entry.recomputeNanos)
  })
})

describe('LinearEarlyRefresh', () => {
  const rule = new LinearEarlyRefresh({ chanceAtExpiry: 0.1 })

  it('refreshes in proportion to the age, whatever a recomputation takes', () => {
    expect(Math.abs(frequency(rule, entry.storedAt + s(30)) - 0.05)).toBeLessThan(0.01)
    expect(rule.probability(entry.storedAt + s(30), { ...entry, recomputeNanos: MILLISECOND })).toBeCloseTo(
      0.05,
      12,
    )
    expect([frequency(rule, entry.storedAt), frequency(rule, entry.expiresAt)]).toEqual([0, 1])
  })

  it('refreshes a hot key in the first tenth of its life, where XFetch waits', () => {
    expect(refreshedAt(rule, 1000)).toBeLessThan(entry.storedAt + s(6))
  })
})
