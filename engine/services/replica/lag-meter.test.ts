import { describe, expect, test } from 'vitest'
import { ms, s } from '../../lib/units.ts'
import { LagMeter } from './lag-meter.ts'

describe('LagMeter', () => {
  test('measures from the latest instant of which nothing is missing', () => {
    const meter = new LagMeter({ members: 2 })
    meter.heard(1, 5, ms(100))
    meter.heard(1, 9, ms(200))
    meter.shows(1, 7)
    expect(meter.lagNanos(1, ms(250))).toBe(ms(150))
    expect(meter.lagEntries(1, 7)).toBe(2)
    meter.shows(1, 9)
    expect(meter.lagNanos(1, ms(250))).toBe(ms(50))
    expect(meter.lagEntries(1, 9)).toBe(0)
  })

  test('grows while nothing is heard, and counts a heartbeat that brings nothing new', () => {
    const meter = new LagMeter({ members: 2 })
    expect(meter.lagNanos(1, s(9))).toBe(0)
    meter.heard(1, 3, s(1))
    meter.shows(1, 3)
    expect(meter.lagNanos(1, s(4))).toBe(s(3))
    meter.heard(1, 3, s(3.9))
    meter.shows(1, 3)
    expect(meter.lagNanos(1, s(4))).toBe(s(0.1))
  })

  test('does not mistake an old message that was late for a new one', () => {
    const meter = new LagMeter({ members: 2 })
    meter.heard(1, 3, s(2))
    meter.shows(1, 3)
    meter.heard(1, 3, s(1))
    meter.shows(1, 3)
    expect(meter.lagNanos(1, s(3))).toBe(s(1))
  })

  test('forgets what it heard of a log that counts differently now', () => {
    const meter = new LagMeter({ members: 3 })
    meter.heard(2, 900, s(1))
    meter.forget(2)
    expect(meter.lagEntries(2, 10)).toBe(0)
    meter.heard(2, 10, s(2))
    meter.shows(2, 10)
    expect(meter.lagNanos(2, s(3))).toBe(s(1))
  })

  test('keeps few heads, however many messages come', () => {
    const meter = new LagMeter({ members: 2 })
    for (let n = 0; n < 10_000; n++) meter.heard(1, n, n * ms(0.1))
    expect(meter.inspect().heads).toEqual([0, 9_999])
    meter.shows(1, 9_999)
    expect(meter.lagNanos(1, s(1))).toBeLessThan(ms(21))
  })
})
