import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, MILLISECOND, ms, s } from '../../lib/units.ts'
import { TtlWheel } from './ttl-wheel.ts'

/** Waits from nothing to hours, with all in between. */
const wait = fc.oneof(
  fc.nat(3),
  fc.nat(200).map((n) => n * 10),
  fc.nat(5000).map((n) => n * 1000 + 7),
  fc.nat(4 * HOUR),
)
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('set' as const), key: fc.nat(30), wait }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), key: fc.nat(30), wait }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('advance' as const), key: fc.constant(0), wait }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wake' as const), key: fc.constant(0), wait }) },
)
const sorted = (keys: number[]) => keys.toSorted((a, b) => a - b)

describe('TtlWheel', () => {
  it('expires exactly what a list of times expires, whatever its tick', () => {
    const script = fc.record({
      tickNanos: fc.constantFrom(1, 10, 1000, MILLISECOND),
      start: fc.constantFrom(0, 63, 999_999_937, 2 ** 52),
      steps: fc.array(step, { maxLength: 120, size: 'max' }),
    })
    const agrees = fc.property(script, ({ tickNanos, start, steps }) => {
      const wheel = new TtlWheel({ tickNanos }, start)
      const times = new Map<number, number>()
      let now = start
      for (const { do: verb, key, wait } of steps) {
        if (verb === 'set') {
          wheel.set(key, now + wait)
          times.set(key, now + wait)
        } else if (verb === 'delete') {
          expect(wheel.delete(key)).toBe(times.delete(key))
        } else {
          now = verb === 'wake' ? Math.max(now, wheel.wakeAt() ?? now) : now + wait
          const due = [...times].filter(([, time]) => time <= now).map(([other]) => other)
          const expired = Array.from({ length: wheel.advance(now) }, (_, i) => wheel.expiredKey(i))
          expect(sorted(expired)).toEqual(sorted(due))
          for (const other of due) times.delete(other)
        }
        expect(wheel.size).toBe(times.size)
        expect(wheel.expiryOf(key)).toBe(times.get(key) ?? null)
        expect(wheel.wakeAt() ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(Math.min(...times.values()))
      }
    })
    fc.assert(agrees, { numRuns: 120 })
  })

  it('comes to every expiry by following wakeAt, in a handful of steps', () => {
    const wheel = new TtlWheel({ tickNanos: MILLISECOND }, 0)
    wheel.set(1, ms(5))
    wheel.set(2, s(3600))
    const expired: [number, number][] = []
    let steps = 0
    for (let at = wheel.wakeAt(); at !== null; at = wheel.wakeAt()) {
      steps++
      for (let i = wheel.advance(at) - 1; i >= 0; i--) expired.push([at, wheel.expiredKey(i)])
    }
    expect(expired).toEqual([
      [ms(5), 1],
      [s(3600), 2],
    ])
    expect(steps).toBeLessThanOrEqual(6)
  })

  it('is not changed by being looked at, and says where keys wait', () => {
    const wheel = new TtlWheel({ tickNanos: 1 }, 0)
    wheel.set(1, 3)
    wheel.set(2, 64 * 5)
    const picture = wheel.inspect()
    expect(picture.wheels.map((w) => w.keys.findIndex((count) => count === 1))).toEqual([3, 5])
    expect(wheel.inspect()).toEqual(picture)
    wheel.clear()
    expect([wheel.size, wheel.wakeAt(), wheel.advance(1000)]).toEqual([0, null, 0])
  })

  it('does not let time run backwards', () => {
    const wheel = new TtlWheel({ tickNanos: 1 }, 10)
    expect(() => wheel.advance(9)).toThrow('time does not run backwards')
  })
})
