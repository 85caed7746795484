import { describe, expect, test } from 'vitest'
import type { ControllerDisk } from '../../algorithms/stream/cluster-controller.ts'
import type { PartitionState } from '../../algorithms/stream/replica-messages.ts'
import { ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import type { BrokerMessage } from '../broker/protocol.ts'
import { ServiceBed } from '../service.bed.ts'
import { service } from './service.ts'

type State = Extract<BrokerMessage, { type: 'state' }>
const HEARTBEAT = ms(100)

/** One controller, and brokers that send heartbeats as long as they are said to live, and keep what they hear. */
function clusterBed(params: Record<string, ParameterValue> = {}, brokers = 3) {
  const bed = new ServiceBed()
  const controller = bed.kind('controller', service, {
    partitions: 1,
    sessionMs: 500,
    preferredAfterMs: 1_000,
    ...params,
  })
  const members = Array.from({ length: brokers }, (_, i) => {
    const heard: State[] = []
    const node = bed.node(`broker-${i + 1}`, { message: (payload) => void heard.push(payload as State) })
    const link = bed.connect(node, 'controller', controller.node, ms(1))
    const say = (message: BrokerMessage) => bed.kernel.send(node, link, message, 64)
    return { node, heard, say, directory: i, lives: true }
  })
  controller.behaviour.start()
  /** Time goes on, a heartbeat of everybody who lives at a time. */
  const live = (nanos: number) => {
    for (const end = bed.kernel.now + nanos; bed.kernel.now < end; bed.run(bed.kernel.now + HEARTBEAT))
      for (const { lives, say, heard, directory } of members)
        if (lives) say({ type: 'heartbeat', directory, version: heard.at(-1)?.version ?? 0 })
  }
  /** What broker `at` knows of the first partition. */
  const known = (at: number): PartitionState => members[at].heard.at(-1)!.partitions[0]
  const truth = () =>
    (controller.behaviour.inspect() as unknown as { partitions: PartitionState[] }).partitions
  const alter = (at: number, state: PartitionState, inSync: readonly number[]) => {
    const { leaderEpoch, partitionEpoch } = state
    members[at].say({ type: 'alter', alteration: { partition: 0, leaderEpoch, partitionEpoch, inSync } })
    live(HEARTBEAT)
  }
  live(s(0.4))
  const ids = members.map(({ node }) => node.index)
  return { bed, controller, members, live, known, truth, alter, ids }
}

describe('a broker controller', () => {
  test('shares the partitions out once brokers have come, and tells all of them alike', () => {
    const { members, ids, truth } = clusterBed({ partitions: 6, replication: 2 })
    const [first] = members
    expect(first.heard.at(-1)!.partitions).toHaveLength(6 + 2)
    for (const { heard } of members) expect(heard.at(-1)).toEqual(first.heard.at(-1))
    const leaders = truth().map(({ leader }) => leader)
    for (const id of ids) expect(leaders.filter((leader) => leader === id).length).toBeGreaterThan(1)
    for (const { replicas } of first.heard.at(-1)!.partitions) expect(new Set(replicas).size).toBe(2)
  })

  test('tells a broker only what it does not know', () => {
    const { members, live } = clusterBed()
    const before = members.map(({ heard }) => heard.length)
    live(s(2))
    expect(members.map(({ heard }) => heard.length)).toEqual(before)
    members[1].say({ type: 'heartbeat', directory: 1, version: 0 })
    live(HEARTBEAT)
    expect(members.map(({ heard }) => heard.length)).toEqual([before[0], before[1] + 1, before[2]])
  })

  test('has another lead, in a newer epoch, when the leader has been silent for a session, and not before', () => {
    const { members, live, known, controller } = clusterBed()
    const before = known(1)
    members[0].lives = false
    live(ms(300))
    expect(known(1)).toEqual(before)
    live(ms(400))
    const { leader, leaderEpoch, inSync } = known(1)
    expect(leader).not.toBe(before.leader)
    expect(before.inSync).toContain(leader)
    expect(leaderEpoch).toBe(before.leaderEpoch + 1)
    expect(inSync).toEqual(before.inSync.filter((id) => id !== before.leader))
    expect(controller.counters.elections).toBeGreaterThan(0)
    expect(controller.behaviour.context.metrics.gauges.brokers).toBe(2)
  })

  test('refuses a deposed leader, who learns with the refusal that he is one', () => {
    const { members, live, known, alter, truth, controller, ids } = clusterBed()
    const old = known(0)
    members[0].lives = false
    live(s(1))
    const elected = truth()[0]
    members[0].heard.length = 0
    alter(0, old, ids.slice(1))
    expect(controller.counters.refused).toBe(1)
    expect(truth()[0]).toEqual(elected)
    expect(known(0)).toMatchObject({ leader: elected.leader, leaderEpoch: elected.leaderEpoch })
  })

  test('lets the leader, and nobody else, change the set in sync, each time from the latest one', () => {
    const { known, alter, ids, controller } = clusterBed()
    const first = known(0)
    alter(1, first, ids.slice(0, 2))
    expect(known(2).inSync).toEqual(first.inSync)
    alter(0, first, ids.slice(0, 2))
    expect(known(2)).toMatchObject({ inSync: ids.slice(0, 2), leaderEpoch: first.leaderEpoch })
    alter(0, first, ids) // from a set that is none any more
    expect(known(2).inSync).toEqual(ids.slice(0, 2))
    alter(0, known(0), ids)
    expect(known(2).inSync).toEqual(ids)
    expect(controller.counters.refused).toBe(2)
  })

  test('lets nobody into the set in sync who is silent', () => {
    const { members, live, known, alter, ids } = clusterBed()
    members[2].lives = false
    live(s(1))
    expect(known(0).inSync).toEqual(ids.slice(0, 2))
    alter(0, known(0), ids)
    expect(known(0).inSync).toEqual(ids.slice(0, 2))
  })

  test('gives the lead back to the first replica after it has been in sync again for a while', () => {
    const { members, live, known, alter, ids } = clusterBed()
    members[0].lives = false
    live(s(1))
    members[0].lives = true
    live(s(2))
    const lent = known(1)
    expect(lent.leader).toBe(ids[1])
    alter(1, lent, ids)
    live(ms(500))
    expect(known(1).leader).toBe(ids[1])
    live(s(1))
    expect(known(1)).toMatchObject({ leader: ids[0], leaderEpoch: lent.leaderEpoch + 1 })
  })
})

describe('when nobody in sync is left', () => {
  /** The leader alone is in sync, and falls silent. */
  function lastInSync(params: Record<string, ParameterValue>) {
    const cluster = clusterBed(params)
    const { alter, known, ids, members, live } = cluster
    alter(0, known(0), [ids[0]])
    members[0].lives = false
    live(s(1))
    return cluster
  }

  test('nobody leads until he is back', () => {
    const { members, live, known, ids, controller } = lastInSync({})
    expect(known(1)).toMatchObject({ leader: -1, inSync: [ids[0]] })
    expect(controller.behaviour.context.metrics.gauges.leaderless).toBeGreaterThan(0)
    const { leaderEpoch } = known(1)
    members[0].lives = true
    live(s(1))
    expect(known(1)).toMatchObject({ leader: ids[0], leaderEpoch: leaderEpoch + 1 })
  })

  test('nobody leads either when he is back without his disk', () => {
    const { members, live, known } = lastInSync({})
    Object.assign(members[0], { lives: true, directory: 77 })
    live(s(1))
    expect(known(1)).toMatchObject({ leader: -1, inSync: [] })
  })

  test('unclean, somebody who lags leads at once, and is the only one in sync', () => {
    const { known, ids } = lastInSync({ uncleanElection: true })
    expect(known(1)).toMatchObject({ leader: ids[1], inSync: [ids[1]] })
  })
})

test('a broker that comes back with another disk leads nothing that it led before, though it was never silent', () => {
  const { members, live, known, ids } = clusterBed()
  const before = known(1)
  members[0].directory = 77
  live(ms(200))
  expect(known(1)).toMatchObject({
    leader: ids[1],
    inSync: ids.slice(1),
    leaderEpoch: before.leaderEpoch + 1,
  })
})

describe('a controller that crashes', () => {
  test('decides nothing while it is down, and takes nobody for dead when it is back before it has listened', () => {
    const { controller, live, truth, known } = clusterBed()
    const before = truth()
    controller.node.crash()
    live(s(3))
    controller.node.restart()
    live(s(1))
    expect(truth()).toEqual(before)
    expect(known(0)).toMatchObject({ leader: before[0].leader, leaderEpoch: before[0].leaderEpoch })
  })

  test('goes on from the epochs that it had', () => {
    const { controller, members, live, known } = clusterBed()
    members[0].lives = false
    live(s(1))
    const second = known(2)
    controller.node.crash()
    live(HEARTBEAT)
    controller.node.restart()
    members[1].lives = false
    live(s(1.5))
    const { leader, leaderEpoch } = known(2)
    expect(leader).toBe(members[2].node.index)
    expect(leaderEpoch).toBe(second.leaderEpoch + 1)
  })
})

test('does not change when it is looked at', () => {
  const { controller, live } = clusterBed()
  const disk = () => (controller.behaviour.state as { disk: ControllerDisk }).disk
  const before = JSON.stringify(disk())
  const look = () => JSON.stringify(controller.behaviour.inspect())
  expect(look()).toBe(look())
  expect(JSON.stringify(disk())).toBe(before)
  live(s(1))
  expect(JSON.stringify(disk())).toBe(before)
})
