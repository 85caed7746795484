import * as fc from 'fast-check'
import { TokenBucket as PeerTokenBucket } from 'limiter'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { HOUR, ms } from '../../../lib/units.ts'
import { limiterNamed } from '../catalogue.ts'
import type { LimiterOptions } from '../limiter.ts'
import { RateEnvelope } from '../rate-envelope.ts'

const seed = 2215

/** The same bucket with unbounded integers: the level in 1/window of a token. */
class NaiveBucket {
  readonly capacity: bigint
  readonly options: LimiterOptions
  level: bigint
  updatedAt = 0n

  constructor(options: LimiterOptions) {
    this.options = options
    this.capacity = BigInt(options.burst ?? options.limit) * BigInt(options.windowNanos)
    this.level = this.capacity
  }

  take(now: number, cost: number): { allowed: boolean; remaining: number } {
    this.level += (BigInt(now) - this.updatedAt) * BigInt(this.options.limit)
    if (this.level > this.capacity) this.level = this.capacity
    this.updatedAt = BigInt(now)
    const price = BigInt(cost) * BigInt(this.options.windowNanos)
    const allowed = price <= this.level
    if (allowed) this.level -= price
    return { allowed, remaining: Number(this.level / BigInt(this.options.windowNanos)) }
  }
}

/** Small numbers, where remainders matter, and huge ones, whose products pass 2^53. */
const options: fc.Arbitrary<LimiterOptions> = fc.oneof(
  fc.record({
    limit: fc.integer({ min: 1, max: 30 }),
    windowNanos: fc.integer({ min: 1, max: 200 }),
    burst: fc.integer({ min: 1, max: 30 }),
  }),
  fc
    .record({
      limit: fc.integer({ min: 50_000, max: 67_108_864 }),
      windowNanos: fc.integer({ min: HOUR / 2, max: 24 * HOUR }),
      burst: fc.integer({ min: 1, max: 67_108_864 }),
    })
    .filter(({ limit, burst }) => burst <= 50 * limit), // the burst refills within 52 days
)

/** Steps in eighths of an emission interval, and costs in a share of the burst, so that every scale is exercised. */
const steps = fc.array(fc.record({ eighths: fc.nat(40), jitter: fc.nat(50), costShare: fc.nat(12) }), {
  maxLength: 60,
})

const scheduleOf = (
  opts: LimiterOptions,
  plan: readonly { eighths: number; jitter: number; costShare: number }[],
) => {
  let now = 0
  return plan.map(({ eighths, jitter, costShare }) => {
    const cost = Math.max(1, Math.floor(((opts.burst ?? opts.limit) * costShare) / 10))
    now += Math.floor((eighths * cost * (opts.windowNanos / opts.limit)) / 8) + jitter
    return { now, cost }
  })
}

/** Token bucket, its mirror image and GCRA are three shapes of one rule; the leaky queue admits by it too. */
describe.each(['token-bucket', 'leaky-meter', 'gcra', 'leaky-bucket'])('%s', (name) => {
  test('decides as a bucket of unbounded integers does, for small and for huge numbers', () => {
    fc.assert(
      fc.property(options, steps, (opts, plan) => {
        const limiter = limiterNamed(name).create(opts)
        const naive = new NaiveBucket(opts)
        for (const { now, cost } of scheduleOf(opts, plan)) {
          const { allowed, remaining } = limiter.take(now, cost)
          expect({ allowed, remaining }).toEqual(naive.take(now, cost))
        }
      }),
      { seed, numRuns: 300 },
    )
  })

  test('admits at most capacity + rate × t in every interval t, and a greedy client just that', () => {
    fc.assert(
      fc.property(options, steps, (opts, plan) => {
        const limiter = limiterNamed(name).create(opts)
        const envelope = new RateEnvelope(opts)
        let acceptedFirst = 0
        for (const { now, cost } of scheduleOf(opts, plan)) {
          while (acceptedFirst === 0 && limiter.take(0, opts.burst).allowed) {
            envelope.add(0, opts.burst)
            acceptedFirst += 1
          }
          if (limiter.take(now, cost).allowed) envelope.add(now, cost)
        }
        expect(envelope.within(opts.burst ?? 0)).toBe(true)
        if (acceptedFirst > 0) expect(envelope.burst).toBe(opts.burst)
      }),
      { seed },
    )
  })

  test('does not drift: a million refills of a nanosecond are one of a millisecond', () => {
    const opts = { limit: 7, windowNanos: 1_000_003, burst: 20 }
    const often = limiterNamed(name).create(opts)
    const once = limiterNamed(name).create(opts)
    often.take(0, 20)
    once.take(0, 20)
    for (let now = 1; now <= 1_000_003; now++) if (now % 4 === 0) often.take(now, 8)
    expect(often.take(1_000_003, 7).allowed).toBe(true)
    expect(often.take(1_000_003, 1).allowed).toBe(false)
    expect(once.take(1_000_002, 7).allowed).toBe(false)
    expect(once.take(1_000_003, 7).allowed).toBe(true)
  })
})

describe('against the package limiter', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
  afterEach(() => void vi.useRealTimers())

  test('makes the same decisions where the peer computes without rounding', () => {
    const plan = fc.array(fc.record({ wait: fc.nat(300), cost: fc.integer({ min: 1, max: 5 }) }), {
      maxLength: 80,
    })
    const burst = fc.integer({ min: 1, max: 40 })
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 8, 64), burst, plan, (limit, capacity, requests) => {
        // powers of two, so that the peer's floating-point tokens are exact as well
        const peer = new PeerTokenBucket({ bucketSize: capacity, tokensPerInterval: limit, interval: 1024 })
        peer.content = capacity
        const ours = limiterNamed('token-bucket').create({ limit, windowNanos: ms(1024), burst: capacity })
        let nowMs = 0
        for (const { wait, cost } of requests) {
          vi.advanceTimersByTime(wait)
          nowMs += wait
          peer.drip() // the peer forgets to, when asked for more than its size
          expect(ours.take(ms(nowMs), cost).allowed).toBe(peer.tryRemoveTokens(cost))
          expect(ours.peek(ms(nowMs), capacity + 1).remaining).toBe(Math.floor(peer.content))
        }
      }),
      { seed },
    )
  })
})

test('the source design: 100 tokens, 10 a second: a burst of 100 passes, then one every 100 ms', () => {
  const bucket = limiterNamed('token-bucket').create({ limit: 10, windowNanos: ms(1000), burst: 100 })
  for (let i = 0; i < 100; i++) expect(bucket.take(0).allowed).toBe(true)
  expect({ ...bucket.take(0) }).toEqual({
    allowed: false,
    limit: 100,
    remaining: 0,
    resetAfterNanos: ms(10_000),
    retryAfterNanos: ms(100),
    delayNanos: 0,
  })
  expect(bucket.take(ms(100)).allowed).toBe(true)
  expect(bucket.take(ms(100)).allowed).toBe(false)
})
