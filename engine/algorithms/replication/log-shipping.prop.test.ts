import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import type { Nanos } from '../../lib/units.ts'
import { ms, s } from '../../lib/units.ts'
import type { AcknowledgementMode } from './acknowledgement.ts'
import { logShippingDurable } from './log-shipping-durable.ts'
import type { LogShippingMessage } from './log-shipping-messages.ts'
import { LogShipping } from './log-shipping.ts'
import { scheduleRandomFaults } from './random-faults.bed.ts'
import type { Member } from './replica-group.ts'
import { ReplicaGroup } from './replica-group.ts'
import { contentHash } from './replica.ts'
import { SimulatedGroup, twoLevelDelay } from './simulated-group.bed.ts'

const members: Member[] = ['east', 'west', 'south'].flatMap((region) =>
  [1, 2, 3].map((n) => ({ name: `${region}-${n}`, region })),
)
const { regionOf } = new ReplicaGroup({ members, self: 0 })

interface Found {
  /** Epochs in which writes were acknowledged by two replicas, or that two replicas began to lead. */
  readonly epochsWithTwoLeaders: number
  /** Instants (of those looked at) at which two replicas would have taken a write. */
  readonly instantsWithTwoWriters: number
  /** Acknowledged writes that a later leader did not hold when it began, or that are gone in the end. */
  readonly lost: number
  /** Of these, gone in the end, and what deposed leaders found of that when they rejoined. */
  readonly gone: number
  readonly toldAsLost: number
  readonly acknowledged: number
  readonly converged: boolean
  readonly writableAgain: boolean
  readonly epochs: number
}

interface Setting {
  readonly mode: AcknowledgementMode
  readonly fencing: boolean
  readonly skewNanos: Nanos
}

/** Runs a group through 25 seconds of random faults under writes, heals it, and looks at what came of it. */
function live(seed: number, { mode, fencing, skewNanos }: Setting): Found {
  const durables = members.map(() => logShippingDurable(0))
  const machines: LogShipping[] = []
  const start = (self: number, now: Nanos, wallClock: () => Nanos) => {
    machines[self] = new LogShipping(
      {
        group: new ReplicaGroup({ members, self }),
        random: new RandomStream(seed, `replica ${self}`),
        wallClock,
        acknowledgement: { mode, otherRegions: 1 },
        fencing,
        phi: null,
        firstLeader: 0,
        heartbeatNanos: ms(100),
        leaseNanos: ms(800),
        electionTimeoutNanos: s(1),
        resendNanos: ms(200),
        batchNanos: 0,
        writeTimeoutNanos: s(2),
        pendingLimit: 1_000,
        entryBytes: 200,
        retainEntries: seed % 2 === 0 ? 60 : 10_000, // small in half of the runs, so that snapshots are needed
      },
      durables[self],
      now,
    )
    return machines[self]
  }
  const oneWayNanos = twoLevelDelay(regionOf)
  const group = new SimulatedGroup<LogShippingMessage>({
    size: 9,
    seed,
    start,
    oneWayNanos,
    tickNanos: ms(20),
  })
  scheduleRandomFaults(group, { seed, regionOf, from: s(1), until: s(25), everyNanos: ms(700), skewNanos })

  const leaderOf = new Map<number, number>()
  const doubled = new Set<number>()
  const acknowledged: { epoch: number; index: number; at: Nanos }[] = []
  let [lost, instantsWithTwoWriters, seenAnswers, seenNotices] = [0, 0, 0, 0]
  const leads = (epoch: number, member: number) => {
    if ((leaderOf.get(epoch) ?? member) !== member) doubled.add(epoch)
    leaderOf.set(epoch, member)
  }
  const look = () => {
    for (const { member, epoch, index, ok, at } of group.answers.slice(seenAnswers)) {
      if (!ok || epoch === 0) continue
      leads(epoch, member)
      acknowledged.push({ epoch, index, at })
    }
    seenAnswers = group.answers.length
    for (const notice of group.notices.slice(seenNotices)) {
      if (notice.type !== 'became-leader') continue
      leads(notice.epoch, notice.member)
      const before = acknowledged.filter((write) => write.at < notice.at && write.epoch < notice.epoch)
      lost += before.filter(({ epoch, index }) => !machines[notice.member].holds(epoch, index)).length
    }
    seenNotices = group.notices.length
    const writers = group.running.filter((member) => machines[member].leadership(group.now).writable)
    if (writers.length > 1) instantsWithTwoWriters += 1
    return writers
  }

  for (let at = 0; at < s(40); at += ms(20)) {
    group.runUntil(at)
    const writers = look()
    if (at >= s(38) || at % ms(40) > 0) continue
    for (const member of writers) group.propose(member, { type: 'write', key: at % 13, value: at })
  }
  const hashes = group.running.map((member) => contentHash(machines[member]))
  const gone = acknowledged.filter(
    ({ epoch, index }) => !machines.every((machine) => machine.holds(epoch, index)),
  )
  const told = group.notices.filter((notice) => notice.type === 'acknowledged-writes-lost')
  return {
    epochsWithTwoLeaders: doubled.size,
    instantsWithTwoWriters,
    lost: lost + gone.length,
    gone: gone.length,
    toldAsLost: told.reduce((sum, notice) => sum + notice.count, 0),
    acknowledged: acknowledged.length,
    converged: hashes.length === 9 && new Set(hashes).size === 1,
    writableAgain: acknowledged.some(({ at }) => at > s(36)),
    epochs: leaderOf.size,
  }
}

const seeds = Array.from({ length: 12 }, (_, seed) => seed + 1)

describe('LogShipping under random faults', () => {
  it('in sync mode loses no acknowledged write, whatever breaks, wrong clocks included', () => {
    let [acknowledged, epochs] = [0, 0]
    for (const seed of seeds) {
      const found = live(seed, { mode: 'sync', fencing: true, skewNanos: seed % 3 === 0 ? s(3) : 0 })
      const { lost, toldAsLost, epochsWithTwoLeaders, converged, writableAgain } = found
      expect({ seed, lost, toldAsLost, epochsWithTwoLeaders, converged, writableAgain }).toEqual({
        seed,
        lost: 0,
        toldAsLost: 0,
        epochsWithTwoLeaders: 0,
        converged: true,
        writableAgain: true,
      })
      acknowledged += found.acknowledged
      epochs += found.epochs
    }
    expect(acknowledged).toBeGreaterThan(1_000) // or else nothing was tried
    expect(epochs).toBeGreaterThan(2 * seeds.length)
  })

  it('in async and semi-sync mode has one leader an epoch and one writer an instant, and converges', () => {
    for (const seed of seeds) {
      const found = live(seed, {
        mode: seed % 2 === 0 ? 'async' : 'semi-sync',
        fencing: true,
        skewNanos: seed % 3 === 0 ? s(3) : 0,
      })
      const { epochsWithTwoLeaders, instantsWithTwoWriters, converged, writableAgain } = found
      expect({ seed, epochsWithTwoLeaders, instantsWithTwoWriters, converged, writableAgain }).toEqual({
        seed,
        epochsWithTwoLeaders: 0,
        instantsWithTwoWriters: 0,
        converged: true,
        writableAgain: true,
      })
    }
  })

  it('in async mode is caught losing acknowledged writes, exactly those that deposed leaders report', () => {
    const found = seeds.slice(0, 6).map((seed) => live(seed, { mode: 'async', fencing: true, skewNanos: 0 }))
    expect(found.filter(({ gone }) => gone > 0).length).toBeGreaterThan(3)
    expect(found.map(({ toldAsLost }) => toldAsLost)).toEqual(found.map(({ gone }) => gone))
  })

  it('without fencing is caught with two writers at once, and with two leaders of one epoch', () => {
    const found = seeds.slice(0, 6).map((seed) => live(seed, { mode: 'async', fencing: false, skewNanos: 0 }))
    expect(found.every(({ instantsWithTwoWriters }) => instantsWithTwoWriters > 0)).toBe(true)
    expect(found.some(({ epochsWithTwoLeaders }) => epochsWithTwoLeaders > 0)).toBe(true)
  })
})
