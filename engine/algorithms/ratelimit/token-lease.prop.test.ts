import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limiterNamed } from './catalogue.ts'
import { RateEnvelope } from './rate-envelope.ts'
import { TokenLeasePool } from './token-lease-pool.ts'
import type { LeaseGrant } from './token-lease-pool.ts'
import { TokenLease } from './token-lease.ts'

const spec = limiterNamed('token-bucket')
const servers = 3
const leaseTokensMax = 4

const plan = fc.array(
  fc.record({
    wait: fc.nat(15),
    server: fc.nat(servers - 1),
    action: fc.constantFrom('take', 'take', 'take', 'take', 'release', 'lose the answer'),
  }),
  { maxLength: 200 },
)

test('however servers spend, return and lose leases, an interval t spends at most burst + rate × t + the leases', () => {
  const options = { limit: 5, windowNanos: 100, burst: 10 }
  fc.assert(
    fc.property(plan, (steps) => {
      const pool = new TokenLeasePool({ spec, options, leaseTokensMax, leaseNanos: 60 })
      const locals = Array.from({ length: servers }, () => new TokenLease({ leaseTokens: 4, lowTokens: 1 }))
      const spending = new RateEnvelope(options)
      let onLeaseMax = 0
      let now = 0
      for (const { wait, server, action } of steps) {
        now += wait
        const local = locals[server]
        const wanted = local.ask(now)
        if (wanted > 0) {
          const grant = pool.grant(now, wanted)
          if (action === 'lose the answer') local.askFailed(now, 10)
          else local.receive(now, grant)
        }
        onLeaseMax = Math.max(onLeaseMax, pool.tokensOnLease)
        if (action === 'release') {
          for (const { leaseId, unspent } of local.release(now)) pool.giveBack(now, leaseId, unspent)
        } else if (local.take(now)) spending.add(now)
      }
      expect(spending.within(options.burst + onLeaseMax)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

describe('the pool', () => {
  const create = () => {
    const options = { limit: 10, windowNanos: 1000, burst: 10 }
    return new TokenLeasePool({ spec, options, leaseTokensMax: 6, leaseNanos: 300 })
  }

  test('gives what is wanted, then what is left, then says when to come back', () => {
    const pool = create()
    expect(pool.grant(0, 100)).toEqual({ leaseId: 1, tokens: 6, validNanos: 300, retryAfterNanos: 0 })
    expect(pool.grant(0, 6)).toMatchObject({ tokens: 4 })
    expect(pool.grant(0, 6)).toMatchObject({ tokens: 0, retryAfterNanos: 100 })
    expect(pool.tokensOnLease).toBe(10)
  })

  test('credits what comes back in time, once, and nothing after the lease is over', () => {
    const pool = create()
    const first = pool.grant(0, 5)
    const second = pool.grant(0, 5)
    expect(pool.giveBack(0, first.leaseId, 3)).toBe(3)
    expect(pool.giveBack(0, first.leaseId, 3)).toBe(0)
    expect(pool.grant(0, 6)).toMatchObject({ tokens: 3 })
    expect(() => pool.giveBack(0, second.leaseId, 6)).toThrow('no more is given back than was leased')
    expect(pool.giveBack(300, second.leaseId, 5)).toBe(0)
    expect(pool.inspect(300)).toMatchObject({ leases: 0, tokensOnLease: 0 })
  })

  test('does not lease from a limiter that delays', () => {
    const options = { limit: 1, windowNanos: 1 }
    const shaping = limiterNamed('leaky-bucket')
    expect(() => new TokenLeasePool({ spec: shaping, options, leaseTokensMax: 1, leaseNanos: 1 })).toThrow(
      'delay',
    )
  })
})

describe('the server', () => {
  const grant = (leaseId: number, tokens: number, validNanos: number): LeaseGrant => ({
    leaseId,
    tokens,
    validNanos,
    retryAfterNanos: 0,
  })

  test('asks once at a time, when it runs low', () => {
    const local = new TokenLease({ leaseTokens: 4, lowTokens: 1 })
    expect(local.ask(0)).toBe(4)
    expect(local.ask(0)).toBe(0)
    local.receive(0, grant(1, 4, 100))
    expect([local.take(1), local.take(1), local.ask(1)]).toEqual([true, true, 0])
    expect([local.take(1), local.ask(1)]).toEqual([true, 4])
    local.receive(2, { leaseId: 0, tokens: 0, validNanos: 0, retryAfterNanos: 50 })
    expect([local.take(2), local.take(2), local.ask(51), local.ask(52)]).toEqual([true, false, 0, 4])
  })

  test('spends the lease that ends first, never one that has ended counted from when it was asked for, and returns the rest', () => {
    const local = new TokenLease({ leaseTokens: 4, lowTokens: 0 })
    local.receive(0, grant(2, 3, 200))
    local.receive(0, grant(1, 3, 100))
    expect(local.take(0, 4)).toBe(true)
    expect(local.inspect(0).leases).toEqual([{ leaseId: 2, tokens: 2, expiresAtNanos: 200 }])
    expect(local.take(0, 3)).toBe(false)
    expect(local.release(199)).toEqual([{ leaseId: 2, unspent: 2 }])
    local.ask(199)
    local.receive(250, grant(3, 3, 100))
    expect([local.tokens(298), local.take(299)]).toEqual([3, false])
  })
})
