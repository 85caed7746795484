import { describe, expect, test } from 'vitest'
import type { Call } from '../../kernel/call.ts'
import { MILLISECOND, ms, s } from '../../lib/units.ts'
import type { ServiceBed } from '../service.bed.ts'
import { clientWith } from './client.bed.ts'

const never = () => {}

describe('retries', () => {
  const failing = (bed: ServiceBed, call: Call) => bed.fail(call, 'unavailable')

  test('come after the backoff, as often as set, and the last failure is what the user sees', () => {
    const { bed, seen, ended } = clientWith(
      { retries: 3, jitter: 'none', backoffBaseMs: 10, backoff: 'exponential' },
      (bed_, call) => bed_.fail(call, call.attempt < 4 ? 'unavailable' : 'queue-full'),
    )
    bed.run(s(1.5))
    expect(seen.map(({ at }) => at / MILLISECOND - 1000)).toEqual([0, 10, 30, 70])
    expect(seen.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4])
    expect(ended.map(({ failure, latency }) => [failure, latency])).toEqual([['queue-full', ms(70)]])
  })

  test('stop with the first success, and latency counts them in', () => {
    const { bed, ended } = clientWith(
      { retries: 3, jitter: 'none', backoff: 'fixed', backoffBaseMs: 10 },
      (bed_, call) => (call.attempt < 3 ? bed_.fail(call, 'unavailable') : bed_.succeed(call)),
    )
    bed.run(s(1.5))
    expect(ended.map(({ failure, latency }) => [failure, latency])).toEqual([[null, ms(20)]])
  })

  test('are not made for what would end the same way again, nor past the deadline', () => {
    const final = clientWith({ retries: 3 }, (bed, call) => bed.fail(call, 'payment-declined'))
    final.bed.run(s(1.5))
    expect(final.seen).toHaveLength(1)
    const late = clientWith(
      { retries: 9, backoff: 'fixed', jitter: 'none', backoffBaseMs: 40, deadlineMs: 100 },
      failing,
    )
    late.bed.run(s(1.5))
    expect(late.seen).toHaveLength(3)
    expect(late.ended).toEqual([{ at: s(1.08), latency: ms(80), failure: 'unavailable' }])
  })

  test('end with the deadline when nobody answers', () => {
    const { bed, ended } = clientWith({ retries: 9, backoff: 'none', timeoutMs: 40, deadlineMs: 100 }, never)
    bed.run(s(1.5))
    expect(ended).toEqual([{ at: s(1.1), latency: ms(100), failure: 'timeout' }])
  })

  test('are kept within a share of the load by a budget', () => {
    const amplification = (retryBudget: boolean) => {
      const { bed, client } = clientWith(
        { ratePerSecond: 1000, retries: 5, backoff: 'none', retryBudget, retryBudgetShare: 0.1 },
        failing,
      )
      bed.run(s(10))
      const { attempts, retries } = client.counters
      return attempts / (attempts - retries)
    }
    expect(amplification(false)).toBe(6)
    expect(amplification(true)).toBeLessThan(1.13)
    expect(amplification(true)).toBeGreaterThan(1.08)
  })
})

describe('Retry-After', () => {
  const limited = (bed: ServiceBed, call: Call) => bed.fail(call, 'rate-limited', ms(1200))

  test('keeps a user who obeys away for whole seconds: no retry before, no new request meanwhile', () => {
    const { bed, client, seen } = clientWith(
      { ratePerSecond: 1.25, users: 1, retries: 1, backoff: 'none', deadlineMs: 10_000 },
      (bed_, call) => bed_.fail(call, 'rate-limited', ms(1500)),
    )
    bed.run(s(4.7)) // wanted at 0.8, 1.6, 2.4, 3.2, 4.0
    expect(seen.map(({ at }) => at)).toEqual([s(0.8), s(2.8)]) // the retry, after two whole seconds
    expect(client.counters.heldBack).toBe(4)
    expect(client.behaviour.inspect()).toMatchObject({ usersStayingAway: 1 })
  })

  test('does not keep others away, nor a user who ignores it', () => {
    const polite = clientWith({ ratePerSecond: 10, users: 1000 }, limited)
    polite.bed.run(s(2))
    expect(polite.seen.length).toBeGreaterThan(15)
    const rude = clientWith({ ratePerSecond: 10, users: 1, obeyRetryAfter: false }, limited)
    rude.bed.run(s(2))
    expect(rude.seen).toHaveLength(20)
  })
})
