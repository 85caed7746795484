import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ms, s } from '../../lib/units.ts'
import { compareTimestamps, HybridLogicalClock } from './hybrid-logical-clock.ts'

const clock = (maxDriftNanos = s(1)) => new HybridLogicalClock({ maxDriftNanos })

describe('HybridLogicalClock', () => {
  it('follows physical time while that moves, and counts while it stands or steps back', () => {
    const local = clock()
    expect(local.stamp(ms(10))).toEqual({ physicalNanos: ms(10), counter: 0 })
    expect(local.stamp(ms(10))).toEqual({ physicalNanos: ms(10), counter: 1 })
    expect(local.stamp(ms(7))).toEqual({ physicalNanos: ms(10), counter: 2 })
    expect(local.stamp(ms(11))).toEqual({ physicalNanos: ms(11), counter: 0 })
  })

  it('steps past a message from a faster clock (figure 5 of the paper, all four cases)', () => {
    const local = clock()
    local.observe(ms(1), { physicalNanos: ms(10), counter: 4 })
    expect(local.stamp(ms(2))).toEqual({ physicalNanos: ms(10), counter: 6 }) // the receipt itself was counter 5
    local.observe(ms(3), { physicalNanos: ms(10), counter: 9 })
    expect(local.inspect(ms(3))).toEqual({ physicalNanos: ms(10), counter: 10, aheadNanos: ms(7) })
    local.observe(ms(3), { physicalNanos: ms(4), counter: 99 })
    expect(local.inspect(ms(3)).counter).toBe(11)
    local.observe(ms(12), { physicalNanos: ms(11), counter: 99 })
    expect(local.inspect(ms(12))).toEqual({ physicalNanos: ms(12), counter: 0, aheadNanos: 0 })
  })

  it('refuses a timestamp from further ahead than the accepted drift, and is not moved by it', () => {
    const local = clock(ms(500))
    expect(local.observe(0, { physicalNanos: ms(501), counter: 0 })).toBe(false)
    expect(local.stamp(1)).toEqual({ physicalNanos: 1, counter: 0 })
    expect(local.observe(1, { physicalNanos: ms(500), counter: 0 })).toBe(true)
    expect(local.aheadNanos(1)).toBe(ms(500) - 1)
  })

  it('borrows a nanosecond when the counter is full, so that it stays monotone', () => {
    const local = clock()
    local.observe(0, { physicalNanos: ms(1), counter: 65_534 })
    const full = local.stamp(0)
    expect(full).toEqual({ physicalNanos: ms(1) + 1, counter: 0 })
    expect(compareTimestamps(local.stamp(0), full)).toBeGreaterThan(0)
  })

  it('continues from durable state after a restart whose wall clock is behind', () => {
    const state = { physicalNanos: 0, counter: 0 }
    const before = new HybridLogicalClock({ maxDriftNanos: 0 }, state).stamp(s(5))
    const after = new HybridLogicalClock({ maxDriftNanos: 0 }, state).stamp(s(3))
    expect(compareTimestamps(after, before)).toBeGreaterThan(0)
  })

  it('orders every receipt after its send, and stays within the clock error, under any schedule', () => {
    const step = fc.record({ from: fc.nat(3), to: fc.nat(3), advance: fc.nat(ms(3)) })
    const skews = fc.tuple(fc.nat(ms(50)), fc.nat(ms(50)), fc.nat(ms(50)), fc.nat(ms(50)))
    const property = fc.property(skews, fc.array(step, { maxLength: 60 }), (skewNanos, steps) => {
      const clocks = skewNanos.map(() => clock(ms(50)))
      let now = 0
      for (const { from, to, advance } of steps) {
        now += advance
        const sent = clocks[from].stamp(now + skewNanos[from])
        expect(clocks[to].observe(now + skewNanos[to], sent)).toBe(true)
        const next = clocks[to].stamp(now + skewNanos[to])
        expect(compareTimestamps(next, sent)).toBeGreaterThan(0)
        expect(next.physicalNanos - now).toBeLessThanOrEqual(ms(50))
      }
    })
    fc.assert(property, { numRuns: 200 })
  })
})
