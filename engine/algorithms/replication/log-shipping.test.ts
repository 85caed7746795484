import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import type { Nanos } from '../../lib/units.ts'
import { ms, s } from '../../lib/units.ts'
import type { AcknowledgementRule } from './acknowledgement.ts'
import { logShippingDurable } from './log-shipping-durable.ts'
import type { LogShippingMessage } from './log-shipping-messages.ts'
import type { LogShippingOptions } from './log-shipping-options.ts'
import { LogShipping } from './log-shipping.ts'
import { LossLedger } from './loss-ledger.ts'
import type { Member } from './replica-group.ts'
import { ReplicaGroup } from './replica-group.ts'
import { contentHash } from './replica.ts'
import { SimulatedGroup, twoLevelDelay } from './simulated-group.bed.ts'

const threeByThree: Member[] = ['east', 'west', 'south'].flatMap((region) =>
  [1, 2, 3].map((n) => ({ name: `${region}-${n}`, region })),
)
const fiveByOne: Member[] = ['a', 'b', 'c', 'd', 'e'].map((region) => ({ name: region, region }))

const rule = (mode: AcknowledgementRule['mode'], otherRegions = 1): AcknowledgementRule => ({
  mode,
  otherRegions,
})

/** A group of log-shipping replicas in the test world, with typed access to them. */
function world(members: Member[], seed: number, changes: Partial<LogShippingOptions> = {}) {
  const durables = members.map(() => logShippingDurable(0))
  const machines: LogShipping[] = []
  const regionOf = new ReplicaGroup({ members, self: 0 }).regionOf
  const start = (self: number, now: Nanos, wallClock: () => Nanos) => {
    const options: LogShippingOptions = {
      group: new ReplicaGroup({ members, self }),
      random: new RandomStream(seed, `replica ${self}`),
      wallClock,
      acknowledgement: rule('sync'),
      fencing: true,
      phi: null,
      firstLeader: 0,
      heartbeatNanos: ms(100),
      leaseNanos: s(1),
      electionTimeoutNanos: s(1.5),
      resendNanos: ms(200),
      batchNanos: 0,
      writeTimeoutNanos: s(5),
      pendingLimit: 1_000,
      entryBytes: 200,
      retainEntries: 10_000,
      ...changes,
    }
    machines[self] = new LogShipping(options, durables[self], now)
    return machines[self]
  }
  const group = new SimulatedGroup<LogShippingMessage>({
    size: members.length,
    seed,
    start,
    oneWayNanos: twoLevelDelay(regionOf),
    tickNanos: ms(10),
  })
  const leaders = () => group.running.filter((member) => machines[member].leadership(group.now).writable)
  const leading = () => group.running.filter((member) => machines[member].leadership(0).role === 'leader')
  return { group, machines, leaders, leading }
}

const write = (key: string, value: number) => ({ type: 'write', key, value }) as const

describe('LogShipping with its links up', () => {
  it('acknowledges at once when asynchronous, after one other region, or after all, by their distance', () => {
    const latency = (acknowledgement: AcknowledgementRule) => {
      const { group } = world(fiveByOne, 1, { acknowledgement })
      group.runUntil(ms(500))
      const request = group.propose(0, write('x', 1))
      group.runUntil(s(1))
      const answer = group.answerTo(request)
      expect(answer?.ok).toBe(true)
      return (answer?.at ?? 0) - ms(500)
    }
    expect(latency(rule('async'))).toBeLessThan(ms(1))
    expect(latency(rule('semi-sync'))).toBeGreaterThanOrEqual(ms(80))
    expect(latency(rule('sync'))).toBeGreaterThanOrEqual(ms(80))
    expect(latency(rule('sync'))).toBeLessThan(ms(85))
  })

  it('makes every replica show the leader values, and reports the lag of each link until then', () => {
    const { group, machines } = world(threeByThree, 2, { acknowledgement: rule('async') })
    group.runUntil(ms(500))
    for (let n = 0; n < 50; n++) group.propose(0, write(`key ${n % 10}`, n))
    group.runUntil(ms(510))
    const lag = machines[0].lag()
    expect(lag).toHaveLength(8)
    expect(lag.filter((link) => link.behindEntries === 0).map((link) => link.to)).toEqual([1, 2])
    for (const { behindNanos } of lag.slice(2)) expect(behindNanos).toBeCloseTo(ms(10), -6)
    group.runUntil(s(1))
    expect(machines[0].lag().every((link) => link.behindEntries === 0)).toBe(true)
    const hashes = machines.map((machine) => contentHash(machine))
    expect(new Set(hashes).size).toBe(1)
    expect(machines[8].contents()).toContainEqual(['key 9', 49])
  })

  it('refuses writes at followers with the name of the leader, and operations that it does not know', () => {
    const { group } = world(fiveByOne, 3)
    group.runUntil(ms(500))
    const atFollower = group.propose(2, write('x', 1))
    const unknown = group.propose(0, { type: 'increment', key: 'x', amount: 1 })
    group.runUntil(ms(600))
    expect(group.answerTo(atFollower)).toMatchObject({
      ok: false,
      reason: 'not-leader',
      definite: true,
      leader: 0,
    })
    expect(group.answerTo(unknown)).toMatchObject({ ok: false, reason: 'unsupported', definite: true })
  })

  it('serves reads at level leader from the leader alone, and local reads anywhere, perhaps stale', () => {
    const { group } = world(fiveByOne, 4, { acknowledgement: rule('async') })
    group.runUntil(ms(500))
    group.propose(0, write('x', 7))
    const fresh = group.read(0, { key: 'x', level: 'leader' })
    const stale = group.read(3, { key: 'x' })
    const refused = group.read(3, { key: 'x', level: 'leader' })
    group.runUntil(s(2))
    const late = group.read(3, { key: 'x' })
    group.runUntil(s(2) + 1)
    expect(group.answerTo(fresh)).toMatchObject({ ok: true, value: 7 })
    expect(group.answerTo(stale)).toMatchObject({ ok: true, value: null })
    expect(group.answerTo(refused)).toMatchObject({ ok: false, reason: 'not-leader', leader: 0 })
    expect(group.answerTo(late)).toMatchObject({ ok: true, value: 7 })
  })

  it('ships a batch every batchNanos when told so: fewer messages, more lag', () => {
    const messagesFor = (batchNanos: Nanos) => {
      const { group, machines } = world(threeByThree, 5, { acknowledgement: rule('async'), batchNanos })
      for (let n = 0; n < 500; n++) group.at(ms(100 + 2 * n), () => group.propose(0, write('x', n)))
      group.runUntil(s(2))
      expect(machines[8].contents()).toEqual([['x', 499]])
      return group.sentMessages
    }
    expect(messagesFor(ms(50))).toBeLessThan(messagesFor(0) / 5)
  })
})

describe('LogShipping when something breaks', () => {
  it('elects one leader of the surviving regions after an outage, and loses nothing in sync mode', () => {
    const { group, machines, leaders, leading } = world(threeByThree, 6)
    for (let n = 0; n < 200; n++) group.at(ms(500 + 5 * n), () => group.propose(0, write(`key ${n}`, n)))
    group.runUntil(s(1))
    for (const member of [0, 1, 2]) group.crash(member)
    const acknowledged = group.answers.filter((answer) => answer.ok)
    expect(acknowledged.length).toBeGreaterThan(50)
    group.runUntil(s(8))
    const [leader, ...others] = leading()
    expect(others).toEqual([])
    expect(leader).toBeGreaterThan(2)
    expect(leaders()).toEqual([]) // it leads, yet cannot take writes that a whole region would miss
    for (const { epoch, index } of acknowledged) expect(machines[leader].holds(epoch, index)).toBe(true)
  })

  it('stops taking writes in sync mode while a region is gone, says so, and takes them again after', () => {
    const { group, leaders } = world(threeByThree, 7)
    group.runUntil(s(1))
    group.setCut([6, 7, 8], [0, 1, 2, 3, 4, 5], true)
    const inDoubt = group.propose(0, write('x', 1))
    group.runUntil(s(3))
    expect(leaders()).toEqual([])
    const refused = group.propose(0, write('x', 2))
    group.runUntil(s(7))
    expect(group.answerTo(inDoubt)).toMatchObject({ ok: false, reason: 'timeout', definite: false })
    expect(group.answerTo(refused)).toMatchObject({ ok: false, reason: 'region-unreachable', definite: true })
    group.heal()
    group.runUntil(s(10))
    const [leader] = leaders()
    const accepted = group.propose(leader, write('x', 3))
    group.runUntil(s(11))
    expect(group.answerTo(accepted)).toMatchObject({ ok: true })
  })

  it('keeps taking writes in semi-sync mode while one of two other regions is gone', () => {
    const { group, leaders } = world(threeByThree, 8, { acknowledgement: rule('semi-sync') })
    group.runUntil(s(1))
    group.setCut([6, 7, 8], [0, 1, 2, 3, 4, 5], true)
    group.runUntil(s(4))
    const [leader] = leaders()
    const accepted = group.propose(leader, write('x', 3))
    group.runUntil(s(5))
    expect(group.answerTo(accepted)).toMatchObject({ ok: true })
  })

  it('lets a leader that is cut off step down before another one leads, with fencing', () => {
    const { group, machines, leaders } = world(threeByThree, 9, { acknowledgement: rule('async') })
    group.runUntil(s(1))
    group.setCut([0, 1, 2], [3, 4, 5, 6, 7, 8], true)
    let overlap = 0
    for (let at = s(1); at < s(8); at += ms(5)) {
      group.runUntil(at)
      overlap = Math.max(overlap, leaders().length)
    }
    expect(overlap).toBe(1)
    expect(machines[0].leadership(group.now).role).not.toBe('leader')
    expect(group.notices).toContainEqual(
      expect.objectContaining({ type: 'stepped-down', member: 0, cause: 'lease-expired' }),
    )
  })

  it('ends up with two leaders at once without fencing, and with lost writes once they meet (split brain)', () => {
    const { group, leaders } = world(threeByThree, 9, { acknowledgement: rule('async'), fencing: false })
    group.runUntil(s(1))
    group.setCut([0, 1, 2], [3, 4, 5, 6, 7, 8], true)
    let overlap = 0
    for (let at = s(1); at < s(8); at += ms(5)) {
      group.runUntil(at)
      overlap = Math.max(overlap, leaders().length)
      if (at % ms(100) === 0)
        for (const leader of leaders()) group.propose(leader, write(`key ${leader}`, at))
    }
    expect(overlap).toBeGreaterThanOrEqual(2)
    group.heal()
    group.runUntil(s(12))
    const lost = group.notices.filter((notice) => notice.type === 'acknowledged-writes-lost')
    expect(lost.length).toBeGreaterThan(0)
  })

  it('loses what was acknowledged but not shipped in async mode, and both the ledger and the old leader say so', () => {
    const { group, machines, leaders } = world(threeByThree, 10, { acknowledgement: rule('async') })
    const ledger = new LossLedger()
    group.runUntil(s(1))
    for (const peer of [1, 2, 3, 4, 5, 6, 7, 8]) group.setCut([0], [peer], true, true) // asymmetric: out of 0 only
    for (let n = 0; n < 40; n++) group.at(s(1) + ms(10 * n), () => group.propose(0, write('x', n)))
    group.runUntil(s(8))
    const accepted = group.answers.filter((answer) => answer.ok)
    expect(accepted).toHaveLength(40)
    for (const { at, epoch, index } of accepted) ledger.acknowledge(at, { epoch, index })
    const report = ledger.audit(machines[leaders()[0]])
    expect(report.keptWrites).toBe(0)
    expect(report.lost).toHaveLength(40)
    group.heal()
    group.runUntil(s(12))
    const told = group.notices.find((notice) => notice.type === 'acknowledged-writes-lost')
    expect(told).toMatchObject({ member: 0, epoch: 1, count: 40, spanNanos: ms(390) })
    expect(new Set(machines.map((machine) => contentHash(machine))).size).toBe(1)
  })

  it('catches a follower up by snapshot when it was away longer than the log is kept', () => {
    const { group, machines } = world(fiveByOne, 11, {
      acknowledgement: rule('semi-sync'),
      retainEntries: 500,
    })
    group.runUntil(s(1))
    group.crash(4)
    for (let n = 0; n < 4_000; n++) group.at(s(1) + ms(n), () => group.propose(0, write(`key ${n % 100}`, n)))
    group.runUntil(s(6))
    expect(machines[0].inspect(group.now).log.baseIndex).toBeGreaterThan(2_000)
    group.restart(4)
    group.runUntil(s(8))
    expect(group.notices).toContainEqual(expect.objectContaining({ type: 'snapshot-installed', member: 4 }))
    expect(contentHash(machines[4])).toBe(contentHash(machines[0]))
  })

  it('does not let a follower with a one-way link depose the leader', () => {
    const { group, machines } = world(fiveByOne, 12)
    group.runUntil(s(1))
    group.setCut([0], [4], true, true) // 4 hears nothing of the leader, but all hear 4
    group.runUntil(s(20))
    expect(machines[0].leadership(group.now)).toMatchObject({ role: 'leader', epoch: 1 })
  })

  it('changes its acknowledgement mid-run, and then acknowledges what was waiting', () => {
    const { group, machines } = world(fiveByOne, 13)
    group.runUntil(s(1))
    group.setCut([4], [0, 1, 2, 3], true)
    const waiting = group.propose(0, write('x', 1))
    group.runUntil(s(2))
    expect(group.answerTo(waiting)).toBeUndefined()
    for (const machine of machines) machine.configure({ acknowledgement: rule('semi-sync'), fencing: true })
    group.runUntil(s(2) + ms(20))
    expect(group.answerTo(waiting)).toMatchObject({ ok: true })
  })

  it('without failover waits for the one replica that may lead, and has it lead again', () => {
    const { group, machines, leaders } = world(fiveByOne, 15, { acknowledgement: rule('async') })
    const switches = { acknowledgement: rule('async'), fencing: true }
    for (const [member, machine] of machines.entries())
      machine.configure({ ...switches, stands: member === 0 })
    group.runUntil(s(1))
    group.crash(0)
    group.runUntil(s(30))
    expect(leaders()).toEqual([])
    group.restart(0)
    group.runUntil(s(36))
    expect(leaders()).toEqual([0])
  })

  it('resends what a lossy, reordering, duplicating link drops', () => {
    const { group, machines } = world(fiveByOne, 14, { acknowledgement: rule('async') })
    group.loss = 0.1
    group.duplication = 0.1
    group.jitterNanos = ms(30)
    for (let n = 0; n < 1_000; n++)
      group.at(ms(500 + 2 * n), () => group.propose(0, write(`key ${n % 7}`, n)))
    group.runUntil(s(6))
    expect(machines[0].lag().map((link) => link.behindEntries)).toEqual([0, 0, 0, 0])
    for (const machine of machines) expect(machine.holds(1, 1_001)).toBe(true)
  })
})
