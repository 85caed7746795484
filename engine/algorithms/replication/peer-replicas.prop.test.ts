import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import type { Nanos } from '../../lib/units.ts'
import { ms, s } from '../../lib/units.ts'
import { CausalBroadcast } from './causal-broadcast.ts'
import { CrdtReplication } from './crdt-replication.ts'
import { MultiLeader } from './multi-leader.ts'
import type { PeerReplicaOptions } from './peer-replica.ts'
import { scheduleRandomFaults } from './random-faults.bed.ts'
import type { Member } from './replica-group.ts'
import { ReplicaGroup } from './replica-group.ts'
import type { Reading, Replica } from './replica.ts'
import { contentHash } from './replica.ts'
import { SimulatedGroup, twoLevelDelay } from './simulated-group.bed.ts'

const members: Member[] = ['east', 'west', 'south'].flatMap((region) =>
  [1, 2].map((n) => ({ name: `${region}-${n}`, region })),
)
const size = members.length
const { regionOf } = new ReplicaGroup({ members, self: 0 })
const seeds = Array.from({ length: 10 }, (_, seed) => seed + 1)

const peerOptions = (self: number, seed: number, wallClock: () => Nanos): PeerReplicaOptions => ({
  group: new ReplicaGroup({ members, self }),
  random: new RandomStream(seed, `replica ${self}`),
  wallClock,
  resendNanos: ms(200),
  batchNanos: seed % 3 === 0 ? ms(40) : 0,
  antiEntropyNanos: ms(500),
  sendsOperations: true,
  retainOperations: seed % 2 === 0 ? 30 : 100_000, // small in half of the runs, so that whole states are needed
  entryBytes: 200,
  maxDriftNanos: ms(500),
})

function faulty<Message>(
  seed: number,
  skewNanos: Nanos,
  start: (self: number, now: Nanos, wallClock: () => Nanos) => Replica<Message>,
) {
  const oneWayNanos = twoLevelDelay(regionOf)
  const group = new SimulatedGroup<Message>({ size, seed, start, oneWayNanos, tickNanos: ms(20) })
  scheduleRandomFaults(group, { seed, regionOf, from: s(1), until: s(16), everyNanos: ms(600), skewNanos })
  return group
}

const anywhere = (random: RandomStream) => random.below(size)

describe('MultiLeader under random faults', { timeout: 60_000 }, () => {
  it('converges to the same values everywhere once healed, wrong clocks included, and loses no successor', () => {
    let conflicts = 0
    for (const seed of seeds) {
      const durables = members.map(() => MultiLeader.durable(size))
      const group = faulty(
        seed,
        seed % 2 === 0 ? s(3) : 0,
        (self, _now, wallClock) =>
          new MultiLeader({ ...peerOptions(self, seed, wallClock), stamps: 'hybrid' }, durables[self]),
      )
      const random = new RandomStream(seed, 'clients')
      for (let at = ms(20); at < s(16); at += ms(30)) {
        group.at(at, () =>
          group.propose(anywhere(random), { type: 'write', key: random.below(10), value: at }),
        )
      }
      group.runUntil(s(26))
      expect(group.running).toHaveLength(size)
      const hashes = group.running.map((member) => contentHash(group.replica(member)!))
      expect({ seed, states: new Set(hashes).size }).toEqual({ seed, states: 1 })
      expect(group.replica(0)?.contents()).toHaveLength(10)
      for (const member of group.running) {
        expect(
          group
            .replica(member)
            ?.lag()
            .every((link) => link.behindEntries === 0),
        ).toBe(true)
      }
      expect(group.notices.filter((notice) => notice.type === 'successor-dropped')).toEqual([])
      conflicts += group.notices.filter((notice) => notice.type === 'conflict').length
    }
    expect(conflicts).toBeGreaterThan(100)
  })
})

it('a causal replica whose group has grown, or has lost who came last, goes on with what is on its disk', () => {
  const disk = CausalBroadcast.durable(1)
  const options = { ...peerOptions(0, 1, () => 0), order: 'causal' as const }
  expect(new CausalBroadcast(options, disk).inspect().delivered).toEqual(members.map(() => 0))
  const fewer = { ...options, group: new ReplicaGroup({ members: members.slice(0, 2), self: 0 }) }
  expect(new CausalBroadcast(fewer, disk).inspect().delivered).toEqual([0, 0])
})

describe('CausalBroadcast under random faults', () => {
  /** Chains of writes: each writer reads a link that it sees and writes the next one, elsewhere, naming it. */
  function chains(seed: number, order: 'causal' | 'arrival') {
    const durables = members.map(() => CausalBroadcast.durable(size))
    const group = faulty(
      seed,
      0,
      (self, _now, wallClock) =>
        new CausalBroadcast({ ...peerOptions(self, seed, wallClock), order }, durables[self]),
    )
    const random = new RandomStream(seed, 'clients')
    const causeOf = new Map<number, number>()
    const visible = (member: number) =>
      new Set((group.replica(member)?.contents() ?? []).map(([key]) => Number(key)))
    let [next, broken] = [0, 0]
    const holes = (member: number) => {
      const seen = visible(member)
      for (const link of seen) {
        const cause = causeOf.get(link)
        if (cause !== undefined && !seen.has(cause)) broken += 1
      }
    }
    for (let at = ms(20); at < s(16); at += ms(40)) {
      group.at(at, () => {
        const member = anywhere(random)
        if (!group.replica(member)) return
        const seen = [...visible(member)].sort((a, b) => b - a)
        if (seen.length > 0) causeOf.set(next, seen[random.below(Math.min(3, seen.length))])
        group.propose(member, { type: 'write', key: next, value: next })
        next += 1
        holes(anywhere(random))
      })
    }
    group.runUntil(s(26))
    const hashes = group.running.map((member) => contentHash(group.replica(member)!))
    const told = group.notices.filter((notice) => notice.type === 'causality-violated').length
    return { broken, told, states: new Set(hashes).size, links: visible(0).size, written: next }
  }

  it('never shows a write before what its writer had seen, and converges with nothing missing', () => {
    for (const seed of seeds) {
      const { broken, told, states, links, written } = chains(seed, 'causal')
      expect({ seed, broken, told, states, links }).toEqual({
        seed,
        broken: 0,
        told: 0,
        states: 1,
        links: written,
      })
      expect(written).toBeGreaterThan(150)
    }
  })

  it('in order of arrival is caught showing answers before questions', () => {
    const found = seeds.slice(0, 4).map((seed) => chains(seed, 'arrival'))
    expect(found.filter(({ broken }) => broken > 0).length).toBeGreaterThan(2)
    expect(found.filter(({ told }) => told > 0).length).toBeGreaterThan(2)
  })
})

describe('CrdtReplication under random faults', { timeout: 60_000 }, () => {
  for (const sendsOperations of [true, false]) {
    it(`ends at the right totals and sets by ${sendsOperations ? 'deltas' : 'whole states'}`, () => {
      for (const seed of seeds) {
        const durables = members.map(() => CrdtReplication.durable(size))
        const group = faulty(
          seed,
          0,
          (self, _now, wallClock) =>
            new CrdtReplication({ ...peerOptions(self, seed, wallClock), sendsOperations }, durables[self]),
        )
        const random = new RandomStream(seed, 'clients')
        const totals = [0, 0, 0]
        const added = new Set<number>()
        const appended: number[] = []
        for (let at = ms(20); at < s(16); at += ms(30)) {
          group.at(at, () => {
            const member = anywhere(random)
            if (!group.replica(member)) return
            const [key, amount] = [random.below(3), random.below(21) - 10]
            totals[key] += amount
            group.propose(member, { type: 'increment', key, amount })
            added.add(at)
            group.propose(member, { type: 'add', key: 'basket', element: at })
            group.propose(member, { type: 'write', key: random.below(5), value: at })
            if (at % ms(240) !== ms(20)) return
            appended.push(at)
            group.propose(member, { type: 'append', key: 'thread', element: at })
            group.propose(member, { type: 'assign', key: 'title', value: at })
          })
        }
        group.runUntil(s(17)) // healed, and still taking changes: removals of what is seen win now
        const removed = [...added].filter((element) => element % 2 === 0).slice(0, 20)
        group.at(s(22), () => {
          for (const element of removed) group.propose(2, { type: 'remove', key: 'basket', element })
        })
        group.runUntil(s(32))
        const left = [...added].filter((element) => !removed.includes(element)).sort((a, b) => a - b)
        const hashes = group.running.map((member) => contentHash(group.replica(member)!))
        expect({ seed, states: new Set(hashes).size }).toEqual({ seed, states: 1 })
        const shown = new Map<string, Reading>(group.replica(5)?.contents())
        expect([0, 1, 2].map((key) => shown.get(`counter ${key}`))).toEqual(totals)
        expect(shown.get('set basket')).toEqual(left)
        const thread = shown.get('list thread') as readonly number[]
        expect(thread.toSorted((a, b) => a - b)).toEqual(appended)
        expect((shown.get('siblings title') as readonly number[]).length).toBeGreaterThan(0)
      }
    })
  }
})
