import { describe, expect, it } from 'vitest'
import { ms, s } from '../../../lib/units.ts'
import { ZERO_TIMESTAMP } from '../../clock/hybrid-logical-clock.ts'
import { makeSet } from '../../clock/sibling-set.ts'
import { LATEST } from './merge-rules.ts'
import { NOTHING_SEEN, UNREACHABLE, type StoreMessage } from './messages.ts'
import { StoreGroup } from './store-group.bed.ts'
import { runStore } from './store-run.bed.ts'

const SEEDS = process.env.BREAKWATER_LONG === '1' ? 100 : 3

describe.each(['crash', 'disk-loss', 'partition', 'skew', 'loss', 'none', 'restart-all'] as const)(
  'a ring under %s',
  (fault) => {
    it(
      'loses nothing that was acknowledged, shows nothing that was replaced, and becomes equal',
      { timeout: 60_000 },
      () => {
        for (let seed = 1; seed <= SEEDS; seed++) {
          const group = runStore({ seed, fault })
          expect(group.watch.says(), `seed ${seed}`).toEqual([])
          expect(group.acknowledged).toBeGreaterThan(200)
          expect(group.watch.hasJudged('acknowledged-versions-survive')).toBe(true)
          expect(group.watch.hasJudged('replicas-agree')).toBe(true)
        }
      },
    )
  },
)

describe('DynamoNode', () => {
  it('goes on with a crashed owner, and hands over what it has missed', () => {
    const group = new StoreGroup({ seed: 3, options: { antiEntropyNanos: Infinity, readRepair: false } })
    group.runUntil(s(1))
    const victim = group.nodes[0]!.ring.placeOf(7).owners[1]
    group.crash(victim)
    group.runUntil(s(4))
    const others = group.members.filter((member) => member !== victim)
    for (let i = 0; i < 20; i++)
      group.at(s(4) + ms(20) * i, () => group.put(others[i % 4], 7, { blind: true }))
    group.runUntil(s(6))
    expect(group.acknowledged).toBe(20)
    expect(others.reduce((sum, member) => sum + group.nodes[member]!.hintsPending, 0)).toBeGreaterThan(0)
    group.restart(victim)
    group.runUntil(s(9))
    expect(others.reduce((sum, member) => sum + group.nodes[member]!.hintsPending, 0)).toBe(0)
    expect(group.nodes[victim]!.peek(7)!.versions).toHaveLength(20)
  })

  it('writes, where it is to be like one copy, later than what is there, though its clock is behind', () => {
    const winnerOf = (writeBack: boolean) => {
      const group = new StoreGroup({ seed: 5, options: { quorum: 'strict', writeBack, rules: LATEST } })
      group.runUntil(s(1))
      const [first, second, third] = group.nodes[0]!.ring.placeOf(7).owners
      group.skewNanos[first] = s(2)
      group.setCut([first, second], true)
      group.put(first, 7, { blind: true })
      group.runUntil(s(1) + ms(50))
      group.setCut([first, second], false)
      group.put(third, 7, { blind: true })
      group.runUntil(s(2))
      expect(group.acknowledged).toBe(2)
      const { versions } = group.nodes[second]!.peek(7)!
      return versions.map(({ actor }) => (actor === third ? 'later' : 'earlier'))
    }
    expect([winnerOf(true), winnerOf(false)]).toEqual([['later'], ['earlier']])
  })

  it('keeps what it is sent and says nothing, as long as it does not know what it was', () => {
    const group = new StoreGroup({ seed: 6 })
    group.runUntil(s(1))
    const [lost, other] = group.nodes[0]!.ring.placeOf(7).owners
    for (const member of group.members) group.cut[member][lost] = true
    group.loseDisk(lost)
    group.restart(lost)
    const node = group.nodes[lost]!
    const set = makeSet(
      [1, 1],
      [{ actor: 1, sequence: 1, value: 'v', stamp: { physicalNanos: 1, counter: 0 } }],
    )
    const told = (message: StoreMessage) =>
      node.receive(group.now, other, message).send.map((each) => each.message.type)
    expect(told({ type: 'store', tag: 1, key: 7, set, hintFor: -1 })).toEqual(['stored'])
    expect(told({ type: 'fetch', tag: 2, key: 7 })).toEqual([])
    expect(
      told({ type: 'put', tag: 3, key: 7, value: 'w', seen: NOTHING_SEEN, stamp: ZERO_TIMESTAMP }),
    ).toEqual([])
    expect(node.get(group.now, 4, 7).answers).toMatchObject([{ failure: 'unreachable' }])
    expect(node.put(group.now, 5, 7, 'w', NOTHING_SEEN).answers).toMatchObject([{ result: UNREACHABLE }])
    const ticks = Array.from({ length: 100 }, (_, i) => node.tick(group.now + ms(10) * i))
    const sent = ticks.flatMap(({ send }) => send.map(({ message }) => message.type))
    expect(new Set(sent)).toEqual(new Set(['gossip']))
    for (const member of group.members) group.cut[member][lost] = false
    group.runUntil(s(3))
    expect(told({ type: 'fetch', tag: 6, key: 7 })).toEqual(['fetched'])
  })

  it('begins anew on its way in when it has lost its disk, whoever has told it to join and however late it hears what it was', () => {
    const group = new StoreGroup({ seed: 7, size: 6, inRing: 5 })
    const statusOf = () => group.nodes[5]!.inspect(group.now).status
    const lose = () => {
      group.loseDisk(5)
      group.restart(5)
      group.nodes[5]!.moveTo(group.now, true)
    }
    group.runUntil(s(1))
    group.setCut([5], true)
    lose() // outside
    group.runUntil(s(2))
    expect(statusOf()).toBe('outside')
    group.setCut([5], false)
    group.runUntil(s(3))
    expect(statusOf()).toBe('joining')
    group.setCut([5], true)
    lose() // joining
    group.runUntil(s(5))
    group.setCut([5], false)
    // A second from when it hears is the least that all others may need to hear of it.
    group.runUntil(s(5.9))
    expect(statusOf()).toBe('joining')
    group.runUntil(s(15))
    expect(statusOf()).toBe('normal')
    expect(group.watch.says()).toEqual([])
  })

  it('keeps siblings of writers who knew nothing of each other, until somebody who saw them writes', () => {
    const group = new StoreGroup({ seed: 4 })
    group.runUntil(s(1))
    group.put(0, 5, { blind: true })
    group.put(1, 5, { blind: true })
    group.runUntil(s(2))
    group.get(2, 5)
    group.runUntil(s(3))
    expect(group.mostSiblings).toBe(2)
    group.put(3, 5)
    group.runUntil(s(8))
    expect(group.nodes[group.nodes[0]!.ring.placeOf(5).owners[0]]!.peek(5)!.versions).toHaveLength(1)
    expect(group.watch.says()).toEqual([])
  })

  it('fails rather than stand in where quorums are strict', () => {
    const group = new StoreGroup({ seed: 5, options: { quorum: 'strict' } })
    group.runUntil(s(1))
    for (const owner of group.nodes[0]!.ring.placeOf(7).owners.slice(1)) group.crash(owner)
    group.runUntil(s(4))
    for (const member of group.members) group.put(member, 7)
    group.runUntil(s(6))
    expect(group.acknowledged).toBe(0)
    expect(group.failed).toBe(3)
  })

  it(
    'takes a new member in under load, and lets one go, without losing anything',
    { timeout: 60_000 },
    () => {
      for (let seed = 1; seed <= SEEDS; seed++) {
        const group = new StoreGroup({ seed, size: 6, inRing: 5 })
        for (let i = 0; i < 900; i++)
          group.at(ms(50) + ms(10) * i, () => {
            const key = group.random.below(40)
            if (group.random.chance(0.4)) group.get(group.random.below(5), key)
            else group.put(group.random.below(5), key)
          })
        group.at(s(2), () => group.nodes[5]!.moveTo(group.now, true))
        group.runUntil(s(6))
        expect(group.nodes.map((node) => node!.ring.members.length)).toEqual([6, 6, 6, 6, 6, 6])
        expect(group.nodes[5]!.store.keys).toBeGreaterThan(5)
        group.at(s(6), () => group.nodes[1]!.moveTo(group.now, false))
        group.runUntil(s(14))
        expect(group.nodes.map((node) => node!.ring.members.length)).toEqual([5, 5, 5, 5, 5, 5])
        expect(group.watch.says(), `seed ${seed}`).toEqual([])
      }
    },
  )

  it('loses what was written at the same time when the latest timestamp wins', () => {
    const group = runStore({ seed: 1, fault: 'none', options: { rules: LATEST }, blindShare: 0.5 })
    expect(group.watch.says('acknowledged-versions-survive')).not.toEqual([])
  })

  it('stamps a write later than what its writer had seen, though the node that passes it on has a slow clock', () => {
    const group = new StoreGroup({ seed: 3, options: { rules: LATEST } })
    const { owners } = group.nodes[0]!.ring.placeOf(7)
    const stranger = group.members.find((member) => !owners.includes(member))!
    group.skewNanos[owners[0]] = s(5)
    group.skewNanos[stranger] = -ms(500)
    group.at(s(1), () => group.put(owners[0], 7))
    group.at(s(2), () => group.get(owners[0], 7))
    group.at(s(3), () => group.put(stranger, 7))
    group.runUntil(s(5))
    expect(group.acknowledged).toBe(2)
    for (const owner of owners)
      expect(group.nodes[owner]!.peek(7)!.versions.map(({ value }) => value)).toEqual(['v2'])
  })
})
