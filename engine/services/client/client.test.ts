import { describe, expect, test } from 'vitest'
import { SILENT } from '../../kernel/observer.ts'
import { MILLISECOND, SECOND, s } from '../../lib/units.ts'
import { ServiceBed } from '../service.bed.ts'
import { clientWith, succeed, type Seen } from './client.bed.ts'
import { service } from './service.ts'

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

  test('that is given another rate while it stands still goes on at that rate, and asks nothing before its time', () => {
    const { bed, client, seen, ended } = clientWith({ ratePerSecond: 10 }, succeed)
    bed.at(s(0.35), () => client.node.pause())
    bed.at(s(0.75), () => client.behaviour.set('ratePerSecond', 5))
    bed.at(s(0.8), () => client.node.resume())
    bed.run(s(2))
    expect(seen.map(({ at }) => at / MILLISECOND)).toEqual([100, 200, 300, 950, 1150, 1350, 1550, 1750, 1950])
    expect(ended.every(({ latency }) => latency === 0)).toBe(true)
  })

  test('asks for other favourites when they change', () => {
    const shifts = { popularity: 'shifting-zipf', keys: 1_000, keySkew: 4, shiftSeconds: 1 }
    const { bed, seen } = clientWith({ ratePerSecond: 100, ...shifts }, succeed)
    bed.run(s(3))
    const favourite = (second: number) => {
      const keys = seen.filter(({ at }) => Math.floor(at / s(1)) === second).map(({ key }) => key)
      const count = (key: number) => keys.filter((each) => each === key).length
      return keys.toSorted((a, b) => count(b) - count(a))[0]
    }
    expect(new Set([favourite(0), favourite(1), favourite(2)]).size).toBe(3)
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
