import { describe, expect, test } from 'vitest'
import type { Call } from '../../kernel/call.ts'
import { SILENT } from '../../kernel/observer.ts'
import { MILLISECOND, SECOND, ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import { service } from './service.ts'

interface Seen {
  at: number
  key: number
  client: number
  op: string
  attempt: number
}

/** A client whose requests are answered by `answer`; what reached the server, and what the client's users saw. */
function clientWith(params: Record<string, ParameterValue>, answer: (bed: ServiceBed, call: Call) => void) {
  const bed = new ServiceBed()
  const seen: Seen[] = []
  const ended: { at: number; latency: number; failure: string | null }[] = []
  bed.kernel.observer = {
    ...SILENT,
    completed: ({ intendedAt, failure }) =>
      void ended.push({ at: bed.kernel.now, latency: bed.kernel.now - intendedAt, failure }),
  }
  const client = bed.kind('client', service, { spacing: 'even', ratePerSecond: 1, ...params })
  const server = bed.answering('server', (call) => {
    const { key, client: user, op, attempt } = call
    seen.push({ at: bed.kernel.now, key, client: user, op, attempt })
    answer(bed, call)
  })
  bed.connect(client.node, 'out', server)
  client.behaviour.start()
  return { bed, client, seen, ended }
}
const succeed = (bed: ServiceBed, call: Call) => bed.succeed(call)
const never = () => {}
const share = (all: Seen[], of: (one: Seen) => boolean) => all.filter(of).length / all.length

describe('what clients ask', () => {
  test('reads and writes by share, keys and users in their numbers', () => {
    const { bed, seen } = clientWith(
      { ratePerSecond: 2000, readShare: 0.7, keys: 10, users: 4, popularity: 'uniform' },
      succeed,
    )
    bed.run(5 * SECOND)
    expect(seen).toHaveLength(10_000)
    expect(share(seen, ({ op }) => op === 'read')).toBeCloseTo(0.7, 1)
    for (let key = 0; key < 10; key++) expect(share(seen, (one) => one.key === key)).toBeCloseTo(0.1, 1)
    expect(new Set(seen.map(({ client }) => client))).toEqual(new Set([0, 1, 2, 3]))
  })

  test('one abusive user and one hot key take their share', () => {
    const { bed, seen } = clientWith(
      { ratePerSecond: 2000, abusiveShare: 0.4, hotKeyShare: 0.3, users: 100, popularity: 'uniform' },
      succeed,
    )
    bed.run(5 * SECOND)
    expect(Math.abs(share(seen, ({ client }) => client === 0) - 0.4)).toBeLessThan(0.02)
    expect(Math.abs(share(seen, ({ key }) => key === 0) - 0.3)).toBeLessThan(0.02)
  })

  test('turning the rate does not restart a loop over the keys', () => {
    const { bed, client, seen } = clientWith({ ratePerSecond: 10, popularity: 'loop', keys: 1000 }, succeed)
    bed.run(SECOND)
    client.behaviour.set('ratePerSecond', 1000)
    bed.run(1.05 * SECOND)
    expect(seen.map(({ key }) => key)).toEqual(seen.map((_, i) => i))
    expect(seen.length).toBeGreaterThan(50)
  })
})

describe('an open loop', () => {
  test('goes on asking whether or not it is answered', () => {
    const { bed, seen } = clientWith({ ratePerSecond: 10 }, never)
    bed.run(s(3))
    expect(seen).toHaveLength(30)
  })

  test('counts latency from the instant a request was wanted, also while the client itself stood still', () => {
    const { bed, client, ended } = clientWith({ ratePerSecond: 10 }, succeed)
    bed.at(s(0.35), () => client.node.pause())
    bed.at(s(0.75), () => client.node.resume())
    bed.run(s(1))
    expect(ended.map(({ latency }) => latency / MILLISECOND)).toEqual([0, 0, 0, 350, 250, 150, 50, 0, 0, 0])
  })

  test('changes its rate at once', () => {
    const { bed, client, seen } = clientWith({ ratePerSecond: 0.001 }, succeed)
    bed.at(s(1), () => client.behaviour.set('ratePerSecond', 100))
    bed.at(s(2), () => client.behaviour.set('ratePerSecond', 0))
    bed.run(s(3))
    expect(seen).toHaveLength(100)
  })
})

describe('a closed loop', () => {
  test('has each user wait for his answer, think, and ask again', () => {
    const { bed, seen } = clientWith({ loop: 'closed', users: 3, thinkMs: 100 }, never)
    bed.run(s(1.9))
    expect(seen.map(({ client }) => client).sort((a, b) => a - b)).toEqual([0, 0, 1, 1, 2, 2]) // each again after his timeout of a second
  })

  test('brings users / (think time + latency) requests a second', () => {
    const { bed, seen } = clientWith({ loop: 'closed', users: 50, thinkMs: 100 }, succeed)
    bed.run(s(20))
    expect(seen.length / 20 / 500).toBeCloseTo(1, 1)
  })

  test('takes more and fewer users, and the way to open and back, without losing one', () => {
    const { bed, client, seen } = clientWith({ loop: 'closed', users: 5, thinkMs: 10 }, succeed)
    const users = (from: number, to: number) =>
      [...new Set(seen.filter(({ at }) => at >= s(from) && at < s(to)).map((one) => one.client))].sort(
        (a, b) => a - b,
      )
    bed.at(s(1), () => client.behaviour.set('users', 2))
    bed.at(s(2), () => client.behaviour.set('users', 4))
    bed.at(s(3), () => client.behaviour.set('loop', 'open'))
    bed.at(s(4), () => client.behaviour.set('loop', 'closed'))
    bed.run(s(5))
    expect(users(0, 1)).toEqual([0, 1, 2, 3, 4])
    expect(users(1.1, 2)).toEqual([0, 1])
    expect(users(2, 3)).toEqual([0, 1, 2, 3])
    expect(seen.filter(({ at }) => at >= s(3.1) && at < s(4)).length).toBeLessThanOrEqual(1)
    expect(users(4, 5)).toEqual([0, 1, 2, 3])
    const perSecond = (from: number) => seen.filter(({ at }) => at >= s(from) && at < s(from + 1)).length
    expect(perSecond(4) / perSecond(2)).toBeCloseTo(1, 0)
  })
})

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

test('facts tell every request and its end to those who listen', () => {
  const { bed } = clientWith({ ratePerSecond: 2, readShare: 0, keys: 1 }, (bed_, call) =>
    bed_.succeed(call, 'stored'),
  )
  const facts: [string, object][] = []
  bed.kernel.observer = {
    ...SILENT,
    wants: () => true,
    fact: (_node, name, fact) => void facts.push([name, fact]),
  }
  bed.run(s(0.6))
  const who = (facts[0][1] as { client: number }).client
  const common = { request: 2, client: who, op: 'write', key: 0, body: 1, intendedAt: s(0.5), region: '' }
  expect(facts).toEqual([
    ['client-ask', common],
    ['client-answer', { ...common, ok: true, failure: null, value: 'stored', attempts: 1 }],
  ])
})

test('several connections are used in turn, at random, or by user', () => {
  const counts = (spread: string) => {
    const bed = new ServiceBed()
    const client = bed.kind('client', service, { spread, spacing: 'even', ratePerSecond: 300, users: 50 })
    const got = [0, 0, 0]
    const byUser = new Map<number, Set<number>>()
    got.forEach((_, i) => {
      const server = bed.answering(`server${i}`, (call) => {
        got[i]++
        byUser.set(call.client, (byUser.get(call.client) ?? new Set()).add(i))
        bed.succeed(call)
      })
      bed.connect(client.node, 'out', server)
    })
    client.behaviour.start()
    bed.run(s(10))
    return { got, serversPerUser: Math.max(...[...byUser.values()].map((servers) => servers.size)) }
  }
  expect(counts('round-robin')).toEqual({ got: [1000, 1000, 1000], serversPerUser: 3 })
  expect(counts('user').serversPerUser).toBe(1)
  for (const got of counts('random').got) expect(Math.abs(got - 1000)).toBeLessThan(120)
})
