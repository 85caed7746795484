import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ms } from '../../../lib/units.ts'
import { limiter } from './leaky-bucket.ts'
import { limiter as meter } from './leaky-meter.ts'

/** A queue as one would write it down: a list of departures at exact multiples, kept as numerators over `limit`. */
class NaiveQueue {
  departures: bigint[] = []
  readonly limit: bigint
  readonly interval: bigint // window, as a numerator over limit
  readonly capacity: number
  constructor(options: { limit: number; windowNanos: number; burst: number }) {
    this.limit = BigInt(options.limit)
    this.interval = BigInt(options.windowNanos)
    this.capacity = options.burst
  }
  /** When the request leaves, in nanoseconds rounded up; undefined when the bucket overflows. */
  offer(now: number): number | undefined {
    const at = BigInt(now) * this.limit
    const last = this.departures.at(-1)
    const departure = last === undefined || last + this.interval < at ? at : last + this.interval
    if (departure - at + this.interval > BigInt(this.capacity) * this.interval) return undefined
    this.departures.push(departure)
    return Number((departure + this.limit - 1n) / this.limit)
  }
}

test('requests leave when a plain queue would let them, or spill when it is full', () => {
  const options = fc.record({
    limit: fc.integer({ min: 1, max: 12 }),
    windowNanos: fc.integer({ min: 1, max: 100 }),
    burst: fc.integer({ min: 1, max: 10 }),
  })
  fc.assert(
    fc.property(options, fc.array(fc.nat(25), { maxLength: 80 }), (opts, waits) => {
      const bucket = limiter.create(opts)
      const queue = new NaiveQueue(opts)
      let now = 0
      for (const wait of waits) {
        now += wait
        const { allowed, delayNanos } = bucket.take(now)
        expect(allowed ? now + delayNanos : undefined).toBe(queue.offer(now))
      }
    }),
  )
})

test('a burst leaves in an even stream, and the meter lets it through at once', () => {
  const options = { limit: 10, windowNanos: ms(1000), burst: 4 }
  const queue = limiter.create(options)
  const level = meter.create(options)
  const delays = [0, 1, 2, 3].map(() => queue.take(0).delayNanos)
  expect(delays).toEqual([0, ms(100), ms(200), ms(300)])
  expect(queue.take(0).allowed).toBe(false)
  expect([0, 1, 2, 3].map(() => level.take(0).delayNanos)).toEqual([0, 0, 0, 0])
  expect(level.take(0).allowed).toBe(false)
  expect(queue.inspect(ms(150)).queued).toBeCloseTo(2.5)
  expect(level.inspect(ms(150)).level).toBeCloseTo(2.5)
})
