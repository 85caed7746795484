import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import type { Nanos } from '../../lib/units.ts'
import { ms, s } from '../../lib/units.ts'
import { compareTimestamps, ZERO_TIMESTAMP } from '../clock/hybrid-logical-clock.ts'
import type { QuorumMessage } from './quorum-messages.ts'
import type { QuorumOptions } from './quorum-options.ts'
import { QuorumReplication } from './quorum-replication.ts'
import type { ConsistencyLevel } from './quorum-tally.ts'
import { scheduleRandomFaults } from './random-faults.bed.ts'
import type { Member } from './replica-group.ts'
import { ReplicaGroup } from './replica-group.ts'
import { contentHash } from './replica.ts'
import { SimulatedGroup, twoLevelDelay } from './simulated-group.bed.ts'

const members: Member[] = ['east', 'west', 'south'].flatMap((region) =>
  [1, 2, 3].map((n) => ({ name: `${region}-${n}`, region })),
)
const all = members.map((_, member) => member)
const { regionOf } = new ReplicaGroup({ members, self: 0 })

function world(seed: number, changes: Partial<QuorumOptions> = {}) {
  const durables = all.map(() => QuorumReplication.durable())
  const machines: QuorumReplication[] = []
  const start = (self: number, now: Nanos, wallClock: () => Nanos) => {
    const near = (member: number) => (member === self ? 0 : regionOf[member] === regionOf[self] ? 1 : 2)
    const options: QuorumOptions = {
      group: new ReplicaGroup({ members, self }),
      random: new RandomStream(seed, `replica ${self}`),
      wallClock,
      preference: all.toSorted((a, b) => near(a) - near(b)),
      writeLevel: 'quorum',
      readLevel: 'quorum',
      readRepair: 'blocking',
      asksFirst: false,
      requestTimeoutNanos: s(1),
      speculativeNanos: ms(300),
      heartbeatNanos: ms(200),
      suspectNanos: s(1),
      antiEntropyNanos: s(1),
      hintLimit: 10_000,
      stamps: 'hybrid',
      maxDriftNanos: ms(500),
      entryBytes: 200,
      ...changes,
    }
    machines[self] = new QuorumReplication(options, durables[self], now)
    return machines[self]
  }
  const oneWayNanos = twoLevelDelay(regionOf)
  const group = new SimulatedGroup<QuorumMessage>({ size: 9, seed, start, oneWayNanos, tickNanos: ms(20) })
  return { group, machines }
}

const write = (key: string, value: number, level?: ConsistencyLevel) =>
  ({ type: 'write', key, value, level }) as const

describe('QuorumReplication', () => {
  it('waits as far away as the level reaches', () => {
    const { group } = world(1)
    group.runUntil(ms(500))
    const levels: ConsistencyLevel[] = ['one', 'local-quorum', 'quorum', 'each-quorum', 'all']
    const requests = levels.map((level) => group.propose(0, write('x', 1, level)))
    group.runUntil(s(1))
    const waits = requests.map((request) => ((group.answerTo(request)?.at ?? Infinity) - ms(500)) / ms(1))
    expect(waits[0]).toBeLessThan(0.5)
    expect(waits[1]).toBeGreaterThan(1)
    expect(waits[1]).toBeLessThan(2)
    for (const wait of waits.slice(2)) expect(wait).toBeGreaterThan(80)
  })

  it('asks no more replicas for a read than it needs, the nearest first, and all when that takes too long', () => {
    const { group } = world(2, { readRepair: 'none', antiEntropyNanos: Infinity })
    group.propose(0, write('x', 7, 'all'))
    group.runUntil(ms(500))
    const before = group.sentMessages
    const near = group.read(0, { key: 'x', level: 'local-quorum' })
    group.runUntil(ms(505))
    expect(group.answerTo(near)).toMatchObject({ ok: true, value: 7 })
    expect(group.sentMessages - before).toBeLessThanOrEqual(2 + 18) // one question, one answer, and heartbeats
    group.setCut([0], [1], true, true) // the nearest does not hear the question
    const slow = group.read(0, { key: 'x', level: 'local-quorum' })
    group.runUntil(ms(850))
    const answer = group.answerTo(slow)
    expect(answer).toMatchObject({ ok: true, value: 7 })
    expect((answer?.at ?? 0) - ms(505)).toBeGreaterThan(ms(299))
  })

  it('fails at once, and for certain, what too few living replicas could take', () => {
    const { group } = world(3)
    group.runUntil(s(1))
    for (const member of [3, 4, 5]) group.crash(member)
    group.runUntil(s(3))
    const each = group.propose(0, write('x', 1, 'each-quorum'))
    const quorum = group.propose(0, write('x', 2, 'quorum'))
    const read = group.read(0, { key: 'x', level: 'all' })
    group.runUntil(s(4))
    expect(group.answerTo(each)).toMatchObject({ ok: false, reason: 'replicas-unreachable', definite: true })
    expect(group.answerTo(read)).toMatchObject({ ok: false, reason: 'replicas-unreachable' })
    expect(group.answerTo(quorum)).toMatchObject({ ok: true })
  })

  it('asks first, if so switched, so that a write wins over all that was acknowledged before it, whatever its clock says', () => {
    const shown = (asksFirst: boolean) => {
      const { group } = world(12, { asksFirst, maxDriftNanos: Infinity })
      group.runUntil(s(1))
      group.skewNanos[0] = s(2)
      // The far region does not hear of the earlier one.
      group.setCut([0, 1, 2, 3, 4], [6, 7, 8], true)
      const earlier = group.propose(0, write('x', 1))
      group.runUntil(s(1) + ms(300))
      group.heal()
      const later = group.propose(8, write('x', 2))
      group.runUntil(s(2))
      expect([earlier, later].map((request) => group.answerTo(request)?.ok)).toEqual([true, true])
      const read = group.read(4, { key: 'x' })
      group.runUntil(s(3))
      return group.answerTo(read)
    }
    expect(shown(true)).toMatchObject({ ok: true, value: 2 })
    expect(shown(false)).toMatchObject({ ok: true, value: 1 })
  })

  it('keeps hints for a region that is out, tells them as lag, and hands them over when it is back', () => {
    const { group, machines } = world(4, { antiEntropyNanos: Infinity, readRepair: 'none' })
    group.runUntil(s(1))
    for (const member of [6, 7, 8]) group.crash(member)
    for (let n = 0; n < 300; n++) group.at(s(1) + ms(10 * n), () => group.propose(0, write(`key ${n}`, n)))
    group.runUntil(s(6))
    const lag = machines[0].lag().find((link) => link.to === 8)
    expect(lag?.behindEntries).toBe(300)
    expect(lag?.behindNanos).toBeGreaterThanOrEqual(s(5))
    for (const member of [6, 7, 8]) group.restart(member)
    group.runUntil(s(9))
    expect(machines[8].contents()).toHaveLength(300)
    expect(machines[0].lag().map((link) => link.behindEntries)).toEqual(Array(8).fill(0))
  })

  it('repairs a stale replica when it is read, and only then, without hints and comparing', () => {
    const { group, machines } = world(5, {
      antiEntropyNanos: Infinity,
      hintLimit: 0,
      readRepair: 'asynchronous',
    })
    group.runUntil(s(1))
    group.crash(1)
    group.propose(0, write('x', 5))
    group.runUntil(s(3))
    group.restart(1)
    group.runUntil(s(5))
    expect(machines[1].contents()).toEqual([])
    const read = group.read(0, { key: 'x', level: 'all' })
    group.runUntil(s(6))
    expect(group.answerTo(read)).toMatchObject({ ok: true, value: 5 })
    expect(machines[1].contents()).toEqual([['x', 5]])
  })

  it('makes replicas equal by comparing buckets alone', () => {
    const { group, machines } = world(6, { hintLimit: 0, readRepair: 'none', antiEntropyNanos: ms(200) })
    group.runUntil(s(1))
    group.setCut([0, 1, 2], [3, 4, 5, 6, 7, 8], true)
    for (let n = 0; n < 500; n++) {
      const member = n % 2 === 0 ? 0 : 4
      group.at(s(1) + ms(5 * n), () => group.propose(member, write(`key ${n % 350}`, n, 'local-quorum')))
    }
    group.runUntil(s(5))
    expect(new Set(machines.map((machine) => contentHash(machine))).size).toBeGreaterThan(1)
    group.heal()
    group.runUntil(s(15))
    expect(machines[0].contents()).toHaveLength(350)
    expect(new Set(machines.map((machine) => contentHash(machine))).size).toBe(1)
  })

  it('does not take writes from a clock too far ahead, which then are in doubt, until their time has come', () => {
    const { group, machines } = world(7)
    group.skewNanos[0] = s(3)
    group.runUntil(s(1))
    const request = group.propose(0, write('x', 1))
    group.runUntil(s(3))
    expect(group.answerTo(request)).toMatchObject({ ok: false, reason: 'timeout', definite: false })
    expect(group.notices.some((notice) => notice.type === 'clock-refused')).toBe(true)
    expect(machines[4].contents()).toEqual([])
    group.runUntil(s(9))
    expect(machines[4].contents()).toEqual([['x', 1]])
  })

  it('drops a later write from a slower clock when wall clocks stamp, but not when hybrid clocks do', () => {
    const last = (stamps: 'hybrid' | 'wall') => {
      const { group, machines } = world(8, { stamps, maxDriftNanos: Infinity })
      group.skewNanos[4] = -ms(400)
      group.runUntil(s(1))
      group.propose(0, write('x', 1))
      group.runUntil(s(1) + ms(200))
      const later = group.propose(4, write('x', 2)) // its region has seen the first write
      group.runUntil(s(3))
      expect(group.answerTo(later)).toMatchObject({ ok: true })
      return machines[8].contents()
    }
    expect(last('hybrid')).toEqual([['x', 2]])
    expect(last('wall')).toEqual([['x', 1]])
  })
})

/** Reads and writes under random faults; counts reads that saw less than what was done before they began. */
function live(seed: number, writeLevel: ConsistencyLevel, readLevel: ConsistencyLevel) {
  const { group, machines } = world(seed, { writeLevel, readLevel })
  scheduleRandomFaults(group, { seed, regionOf, from: s(1), until: s(16), everyNanos: ms(700), skewNanos: 0 })
  const random = new RandomStream(seed, 'clients')
  const started = new Map<number, { key: number; at: Nanos; isRead: boolean }>()
  for (let at = ms(20); at < s(16); at += ms(20)) {
    group.at(at, () => {
      const [member, key, isRead] = [random.below(9), random.below(3), random.chance(0.6)]
      const request = isRead
        ? group.read(member, { key })
        : group.propose(member, { type: 'write', key, value: at })
      started.set(request, { key, at, isRead })
    })
  }
  group.runUntil(s(40))
  const done = group.answers
    .filter((answer) => answer.ok)
    .map((answer) => ({ ...answer, ...started.get(answer.requestId), endedAt: answer.at }))
  let stale = 0
  let behindWrites = 0
  for (const read of done) {
    if (!read.isRead) continue
    const startedAt = started.get(read.requestId)?.at ?? 0
    const known = done.filter((one) => one.key === read.key && one.endedAt < startedAt)
    const seen = read.stamp ?? ZERO_TIMESTAMP
    const newer = known.filter((one) => compareTimestamps(one.stamp ?? ZERO_TIMESTAMP, seen) > 0)
    if (newer.length > 0) stale += 1
    if (newer.some((one) => !one.isRead)) behindWrites += 1
  }
  const hashes = group.running.map((member) => contentHash(machines[member]))
  return { stale, behindWrites, done: done.length, states: new Set(hashes).size }
}

describe('QuorumReplication under random faults', () => {
  const seeds = [1, 2, 3, 4, 5, 6]

  it('never reads less than was written or read before, with overlapping quorums and blocking repair', () => {
    for (const seed of seeds) {
      const found = live(seed, 'quorum', 'quorum')
      expect({ seed, stale: found.stale, states: found.states }).toEqual({ seed, stale: 0, states: 1 })
      expect(found.done).toBeGreaterThan(150)
    }
  })

  it('sees every acknowledged write at home when writes wait for every region, though not all that others have read', () => {
    const found = seeds.map((seed) => live(seed, 'each-quorum', 'local-quorum'))
    expect(found.map(({ behindWrites, states }) => [behindWrites, states])).toEqual(seeds.map(() => [0, 1]))
    expect(found.some(({ stale }) => stale > 0)).toBe(true)
    expect(found.reduce((sum, { done }) => sum + done, 0)).toBeGreaterThan(1_000)
  })

  it('converges, but is caught reading stale values, when one replica is enough', () => {
    const found = seeds.map((seed) => live(seed, 'one', 'one'))
    expect(found.map(({ states }) => states)).toEqual(seeds.map(() => 1))
    expect(found.every(({ stale }) => stale > 0)).toBe(true)
  })
})
