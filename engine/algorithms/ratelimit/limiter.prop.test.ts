import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limiterNamed, limiters } from './catalogue.ts'
import { decideOn } from './decide-on.bed.ts'
import type { Limiter, LimiterOptions } from './limiter.ts'

const seed = 22
const sound = limiters.filter((spec) => spec.sound)

const options: fc.Arbitrary<LimiterOptions> = fc.record(
  { limit: fc.integer({ min: 1, max: 12 }), windowNanos: fc.integer({ min: 1, max: 100 }) },
  { requiredKeys: ['limit', 'windowNanos'] },
)
const optionsWithBurst = fc
  .tuple(options, fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }))
  .map(([base, burst]) => ({ ...base, burst }))

/** Requests with the time since the one before: bursts, near misses and long silences. */
const requests = fc.array(
  fc.record({
    wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 250 })),
    cost: fc.oneof(
      { weight: 4, arbitrary: fc.constant(1) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 5 }) },
    ),
  }),
  { maxLength: 60 },
)

/** Runs the requests and calls `check` after each with the limiter, the time and whether the request was allowed. */
function run(
  limiter: Limiter,
  steps: readonly { wait: number; cost: number }[],
  check: (now: number, cost: number, allowed: boolean) => void,
) {
  let now = 0
  for (const { wait, cost } of steps) {
    now += wait
    check(now, cost, limiter.take(now, cost).allowed)
  }
}

test('the catalogue holds the eight limiters, named as their files', () => {
  expect(limiters.map((spec) => spec.name)).toEqual([
    'fixed-window',
    'gcra',
    'leaky-bucket',
    'leaky-meter',
    'sliding-counter',
    'sliding-log',
    'sliding-log-merged',
    'token-bucket',
  ])
  expect(() => limiterNamed('no-such')).toThrow('the limiter is one of the catalogue')
})

describe.each(limiters)('$name', (spec) => {
  test('peek foretells take, and neither peek nor inspect changes the state', () => {
    fc.assert(
      fc.property(optionsWithBurst, requests, (opts, steps) => {
        const limiter = spec.create(opts)
        let now = 0
        for (const { wait, cost } of steps) {
          now += wait
          const before = JSON.stringify(limiter.export())
          const foretold = { ...limiter.peek(now, cost) }
          limiter.inspect(now)
          expect(JSON.stringify(limiter.export())).toBe(before)
          expect({ ...limiter.take(now, cost) }).toEqual(foretold)
        }
      }),
      { seed },
    )
  })

  test('a state sent through JSON to another server goes on deciding the same', () => {
    fc.assert(
      fc.property(optionsWithBurst, requests, (opts, steps) => {
        const here = spec.create(opts)
        const core = spec.core(opts)
        let stored = JSON.stringify(core.initial(0))
        run(here, steps, (now, cost, allowed) => {
          const read = JSON.parse(stored)
          const { state, decision } = decideOn(core, read, now, cost)
          expect(JSON.stringify(read)).toBe(stored)
          expect(decision.allowed).toBe(allowed)
          stored = JSON.stringify(state)
          expect(stored).toBe(JSON.stringify(here.export()))
          expect(core.bytes(state)).toBe(here.bytes)
        })
        const there = spec.create(opts)
        there.import(here.export())
        expect(there.export()).toEqual(here.export())
      }),
      { seed },
    )
  })

  test('after fullAfterNanos of silence it decides as a fresh one', () => {
    fc.assert(
      fc.property(optionsWithBurst, requests, requests, (opts, before, after) => {
        const used = spec.create(opts)
        let now = 0
        run(used, before, (at) => (now = at))
        now += spec.core(opts).fullAfterNanos
        const fresh = spec.create(opts, now)
        for (const { wait, cost } of after) {
          now += wait
          expect({ ...used.take(now, cost) }).toEqual({ ...fresh.take(now, cost) })
        }
      }),
      { seed },
    )
  })

  test('refuses options and costs that make no sense, in one sentence', () => {
    expect(() => spec.create({ limit: 0, windowNanos: 1 })).toThrow('limit is an integer from 1')
    expect(() => spec.create({ limit: 1.5, windowNanos: 1 })).toThrow('limit is an integer from 1')
    expect(() => spec.create({ limit: 1, windowNanos: 0 })).toThrow('windowNanos is a positive integer')
    expect(() => spec.create({ limit: 1, windowNanos: 1, burst: 0 })).toThrow('burst is an integer from 1')
    expect(() => spec.create({ limit: 1, windowNanos: 1 }).take(0, 0.5)).toThrow('cost is a positive integer')
  })
})

describe.each(sound)('$name', (spec) => {
  test('retryAfterNanos is the first instant at which the request would be admitted', () => {
    fc.assert(
      fc.property(optionsWithBurst, requests, (opts, steps) => {
        const limiter = spec.create(opts)
        let now = 0
        for (const { wait, cost } of steps) {
          now += wait
          const { allowed, retryAfterNanos } = limiter.take(now, cost)
          if (allowed) expect(retryAfterNanos).toBe(0)
          else if (cost > spec.core(opts).capacity) expect(retryAfterNanos).toBe(Infinity)
          else {
            expect(limiter.peek(now + retryAfterNanos - 1, cost).allowed).toBe(false)
            expect(limiter.peek(now + retryAfterNanos, cost).allowed).toBe(true)
          }
        }
      }),
      { seed },
    )
  })

  test('remaining is what is admitted now, and resetAfterNanos the first instant at which all of it is back', () => {
    fc.assert(
      fc.property(optionsWithBurst, requests, (opts, steps) => {
        const limiter = spec.create(opts)
        run(limiter, steps, (now) => {
          const { capacity } = spec.core(opts)
          const { remaining, resetAfterNanos, limit } = { ...limiter.peek(now, capacity + 1) }
          expect(limit).toBe(capacity)
          if (remaining > 0) expect(limiter.peek(now, remaining).allowed).toBe(true)
          expect(limiter.peek(now, remaining + 1).allowed).toBe(false)
          const remainingAt = (at: number) => limiter.peek(at, capacity + 1).remaining
          expect(remainingAt(now + resetAfterNanos)).toBe(capacity)
          if (resetAfterNanos > 0)
            expect(limiter.peek(now + resetAfterNanos - 1, capacity).allowed).toBe(false)
        })
      }),
      { seed },
    )
  })

  test('a refunded request has never been', () => {
    fc.assert(
      fc.property(
        optionsWithBurst,
        requests,
        fc.array(fc.boolean(), { minLength: 60 }),
        (opts, steps, doomed) => {
          const limiter = spec.create(opts)
          const twin = spec.create(opts)
          let now = 0
          steps.forEach(({ wait, cost }, i) => {
            now += wait
            const { allowed } = limiter.take(now, cost)
            if (doomed[i]) {
              if (allowed) limiter.refund(now, cost)
            } else expect(twin.take(now, cost).allowed).toBe(allowed)
            expect({ ...limiter.peek(now) }).toEqual({ ...twin.peek(now) })
          })
        },
      ),
      { seed },
    )
  })

  test('servers whose clocks are behind admit no more than those that share the foremost clock', () => {
    fc.assert(
      fc.property(
        optionsWithBurst,
        requests,
        fc.array(fc.nat(40), { minLength: 60 }),
        (opts, steps, behind) => {
          const skewed = spec.create(opts)
          const straight = spec.create(opts)
          let now = 0
          let latest = 0
          let ahead = 0
          steps.forEach(({ wait }, i) => {
            now += wait
            const reading = Math.max(0, now - behind[i])
            latest = Math.max(latest, reading)
            if (straight.take(latest).allowed) ahead += 1
            if (skewed.take(reading).allowed) ahead -= 1
            expect(ahead).toBeGreaterThanOrEqual(0)
          })
        },
      ),
      { seed, numRuns: 300 },
    )
  })
})
