import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limiterNamed, limiters } from './catalogue.ts'
import { LimiterTable } from './limiter-table.ts'
import type { Limiter } from './limiter.ts'
import { TieredLimiters } from './tiered-limiters.ts'

const requests = fc.array(
  fc.record({ wait: fc.oneof(fc.nat(5), fc.nat(60)), key: fc.nat(6), cost: fc.integer({ min: 1, max: 3 }) }),
  { maxLength: 120 },
)

describe.each(limiters)('a table of $name', (spec) => {
  test('decides for each client as a limiter of its own would, although it forgets the idle ones', () => {
    const options = { limit: 4, windowNanos: 25, burst: 3 }
    fc.assert(
      fc.property(requests, (steps) => {
        const table = new LimiterTable({ spec, options })
        const own = new Map<number, Limiter>()
        let now = 0
        for (const { wait, key, cost } of steps) {
          now += wait
          if (!own.has(key)) own.set(key, spec.create(options, now))
          const foretold = { ...table.peek(now, key, cost) }
          const decision = { ...table.take(now, key, cost) }
          expect(decision).toEqual({ ...own.get(key)?.take(now, cost) })
          expect(foretold).toEqual(decision)
        }
        expect(table.clients).toBeLessThanOrEqual(own.size)
      }),
      { seed: 22 },
    )
  })
})

test('bytes are the sum over the clients held, and come back when they are idle', () => {
  const spec = limiterNamed('sliding-log')
  const table = new LimiterTable({ spec, options: { limit: 100, windowNanos: 1000 } })
  let expected = 0
  for (let key = 0; key < 50; key++) {
    const alone = spec.create({ limit: 100, windowNanos: 1000 })
    for (let i = 0; i <= key; i++) {
      table.take(key + i, key)
      alone.take(key + i)
    }
    expected += alone.bytes
  }
  expect(table.bytes).toBe(expected)
  expect(table.clients).toBe(50)
  table.forgetIdle(99 + 1000)
  expect(table.inspect(1099)).toMatchObject({ clients: 0, bytes: 0, forgottenIdle: 50, forgottenEarly: 0 })
})

test('a bound on clients forgets the longest unseen one, which then starts afresh: counted as early', () => {
  const options = { limit: 1, windowNanos: 1_000_000 }
  const table = new LimiterTable({ spec: limiterNamed('token-bucket'), options, clientsMax: 2 })
  expect(table.take(0, 'a').allowed).toBe(true)
  expect(table.take(1, 'b').allowed).toBe(true)
  expect(table.take(2, 'a').allowed).toBe(false) // a is the latest seen now
  expect(table.take(3, 'c').allowed).toBe(true) // so b goes
  expect(table.take(4, 'a').allowed).toBe(false)
  expect(table.take(5, 'b').allowed).toBe(true)
  expect(table.inspect(5)).toMatchObject({ clients: 2, forgottenEarly: 2 })
  expect(table.inspect(5).shown.map((client) => client.key)).toEqual(['b', 'a'])
})

test('a refund reaches the client that was charged', () => {
  const options = { limit: 1, windowNanos: 1000 }
  const table = new LimiterTable({ spec: limiterNamed('gcra'), options })
  table.take(0, 'a')
  table.refund(0, 'a')
  table.refund(0, 'nobody')
  expect(table.take(0, 'a').allowed).toBe(true)
  expect(table.clients).toBe(1)
})

test('tiers give each client its own limit, and unknown tiers the fallback', () => {
  const hour = 3_600_000_000_000
  const tiers = {
    free: { limit: 100, windowNanos: hour },
    basic: { limit: 1_000, windowNanos: hour },
    premium: { limit: 10_000, windowNanos: hour },
  }
  const limits = new TieredLimiters({ spec: limiterNamed('fixed-window'), tiers, fallback: 'free' })
  const admitted = (client: string, tier: string) => {
    let count = 0
    while (limits.take(1, client, tier).allowed) count += 1
    return count
  }
  expect([admitted('ann', 'premium'), admitted('bob', 'basic'), admitted('cyd', 'gold')]).toEqual([
    10_000, 1_000, 100,
  ])
  expect(limits.peek(1, 'cyd', 'free').allowed).toBe(false)
  expect(limits.bytes).toBe(3 * 16)
  expect(() => new TieredLimiters({ spec: limiterNamed('gcra'), tiers, fallback: 'gold' })).toThrow(
    'fallback',
  )
})
