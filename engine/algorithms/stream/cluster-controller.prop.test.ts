import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ms, type Nanos } from '../../lib/units.ts'
import {
  ClusterController,
  initialPartitions,
  type ControllerDisk,
  type ControllerOptions,
} from './cluster-controller.ts'
import type { PartitionState } from './replica-messages.ts'

const BROKERS = [1, 2, 3, 4]
const SESSION_NANOS = ms(100)
const PREFERRED_AFTER_NANOS = ms(150)

const step = fc.record({
  waitNanos: fc.nat(ms(40)),
  what: fc.constantFrom(
    'heard',
    'heard',
    'heard',
    'all',
    'all',
    'tick',
    'tick',
    'alter',
    'alter',
    'other-disk',
    'restart',
  ),
  broker: fc.constantFrom(...BROKERS),
  partition: fc.nat(2),
  inSync: fc.subarray(BROKERS, { minLength: 1 }),
  staleBy: fc.constantFrom(0, 0, 0, 1),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never
const steps = fc.array(step, { minLength: 20, maxLength: 120 })

/** A controller, and a naive book: when each broker was heard, and since when each first replica could lead again. */
class Rule {
  now: Nanos = ms(1)
  readonly options: ControllerOptions
  readonly disk: ControllerDisk = { partitions: [], directories: new Map(), version: 0 }
  controller: ClusterController
  heardAt = new Map<number, Nanos>()
  /** By partition: the tick since which every one has found that its first replica could lead and did not. */
  couldLeadSince: (Nanos | null)[] = [null, null, null]
  #directories = 0

  constructor(uncleanElection: boolean) {
    const shape = { brokers: BROKERS, partitions: 3, replication: 3 }
    this.options = {
      ...shape,
      sessionNanos: SESSION_NANOS,
      uncleanElection,
      preferredAfterNanos: PREFERRED_AFTER_NANOS,
    }
    this.disk.partitions = initialPartitions(this.options)
    this.controller = this.restart()
    for (const broker of BROKERS) this.controller.heard(this.now, broker, (this.#directories += 1))
  }

  restart(): ClusterController {
    for (const broker of BROKERS) this.heardAt.set(broker, this.now)
    this.couldLeadSince = [null, null, null]
    return (this.controller = new ClusterController(this.options, this.disk, this.now))
  }

  isAlive = (broker: number): boolean => this.now - this.heardAt.get(broker)! <= SESSION_NANOS

  hear(broker: number, directory: number): void {
    this.heardAt.set(broker, this.now)
    this.controller.heard(this.now, broker, directory)
  }

  /** Does one thing; gives who may have lost a disk by it, and which set was agreed to. */
  act({ waitNanos, what, broker, partition, inSync, staleBy }: Step) {
    this.now += waitNanos
    const lost = what === 'other-disk' ? broker : null
    if (what === 'restart') this.restart()
    else if (what === 'tick') this.#tick()
    else if (what === 'all') for (const each of BROKERS) this.hear(each, this.disk.directories.get(each)!)
    else if (what === 'heard') this.hear(broker, this.disk.directories.get(broker)!)
    else if (what === 'other-disk') this.hear(broker, (this.#directories += 1))
    else return { lost, agreed: this.#alter(broker, partition, inSync, staleBy) }
    return { lost, agreed: null }
  }

  #tick(): void {
    this.controller.tick(this.now)
    for (const [partition, { leader, inSync, replicas }] of this.disk.partitions.entries()) {
      const [first] = replicas
      const could = leader !== first && leader >= 0 && inSync.includes(first) && this.isAlive(first)
      const since = could ? (this.couldLeadSince[partition] ?? this.now) : null
      this.couldLeadSince[partition] = since
      expect(
        since === null || this.now - since < PREFERRED_AFTER_NANOS,
        'the first replica leads again',
      ).toBe(true)
      // Whoever is dead leads nothing, and is in sync only where nobody else is; whoever can lead does.
      expect(leader < 0 || this.isAlive(leader)).toBe(true)
      if (inSync.length > 1) expect(inSync.filter((each) => !this.isAlive(each))).toEqual([])
      const candidates = this.options.uncleanElection ? replicas : inSync
      if (leader < 0) expect(candidates.filter(this.isAlive)).toEqual([])
    }
  }

  #alter(broker: number, partition: number, given: readonly number[], staleBy: number) {
    const { leader, leaderEpoch, partitionEpoch, replicas } = this.disk.partitions[partition]
    const inSync = replicas.filter((each) => each === leader || given.includes(each))
    const from = given.length % 2 === 0 && leader >= 0 ? leader : broker
    const alteration = { partition, leaderEpoch, partitionEpoch: partitionEpoch - staleBy, inSync }
    const may = staleBy === 0 && leader === from && leader >= 0
    const isDone = this.controller.alter(this.now, from, alteration)
    expect(isDone).toBe(may && inSync.every(this.isAlive))
    // Turned down, too, it takes a new epoch: no copy of it can be done later.
    expect(this.disk.partitions[partition].partitionEpoch).toBe(partitionEpoch + (may ? 1 : 0))
    return isDone ? inSync : null
  }
}

/** What may become of a partition at one stroke. */
function judge(
  rule: Rule,
  before: PartitionState,
  after: PartitionState,
  act: ReturnType<Rule['act']>,
): void {
  if (after === before) return
  expect(after.partitionEpoch).toBeGreaterThan(before.partitionEpoch)
  expect(after.replicas).toEqual(before.replicas)
  if (after.leader !== before.leader) expect(after.leaderEpoch).toBeGreaterThan(before.leaderEpoch)
  else expect(after.leaderEpoch).toBeGreaterThanOrEqual(before.leaderEpoch)
  if (after.leaderEpoch !== before.leaderEpoch && after.leader >= 0) {
    expect(rule.isAlive(after.leader)).toBe(true)
    expect(after.inSync).toContain(after.leader)
    if (!rule.options.uncleanElection) expect(before.inSync).toContain(after.leader)
  }
  const isUnclean = rule.options.uncleanElection && String(after.inSync) === String([after.leader])
  const added = after.inSync.filter((each) => !before.inSync.includes(each))
  if (act.agreed === null && !isUnclean) expect(added).toEqual([])
  for (const gone of before.inSync.filter((each) => !after.inSync.includes(each)))
    expect(gone === act.lost || act.agreed !== null || isUnclean || !rule.isAlive(gone)).toBe(true)
  // The last one in sync stays on the list while its copy exists.
  if (act.lost === null) expect(after.inSync.length).toBeGreaterThan(before.inSync.length === 0 ? -1 : 0)
}

test.each([
  ['in sync', false],
  ['anybody, where that is allowed', true],
] as const)(
  'a leader is elected alive and from those %s, sets change by leave only, every change has an epoch of its own (KIP-497, KIP-841)',
  (_who, uncleanElection) => {
    fc.assert(
      fc.property(steps, (all) => {
        const rule = new Rule(uncleanElection)
        for (const each of all) {
          const [before, version] = [[...rule.disk.partitions], rule.disk.version]
          const act = rule.act(each)
          for (const [partition, state] of rule.disk.partitions.entries())
            judge(rule, before[partition], state, act)
          const changes = rule.disk.partitions.map(
            (state, i) => state.partitionEpoch - before[i].partitionEpoch,
          )
          expect(rule.disk.version - version).toBe(changes.reduce((sum, change) => sum + change, 0))
        }
      }),
      { numRuns: 120 },
    )
  },
)

test('copies are spread evenly: each on brokers of its own, each broker leads about as many', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 5 }),
      fc.nat(40),
      (size, replication, partitions) => {
        const brokers = Array.from({ length: size }, (_, i) => 10 + i)
        const rest = { sessionNanos: 1, uncleanElection: false, preferredAfterNanos: 1 }
        const states = initialPartitions({ brokers, partitions, replication, ...rest })
        for (const { replicas } of states) {
          expect(new Set(replicas).size).toBe(Math.min(replication, size))
          expect(replicas.length).toBe(Math.min(replication, size))
        }
        const led = brokers.map((broker) => states.filter(({ leader }) => leader === broker).length)
        expect(Math.max(...led) - Math.min(...led)).toBeLessThanOrEqual(1)
      },
    ),
  )
})

test('a controller that has lost its disk refuses what leaders ask about partitions it has never heard of', () => {
  const disk: ControllerDisk = { partitions: [], directories: new Map(), version: 0 }
  const rest = { sessionNanos: ms(1), uncleanElection: false, preferredAfterNanos: 1 }
  const controller = new ClusterController(
    { brokers: [1, 2], partitions: 4, replication: 2, ...rest },
    disk,
    0,
  )
  const alteration = { partition: 2, leaderEpoch: 7, partitionEpoch: 9, inSync: [1] }
  expect(controller.alter(0, 1, alteration)).toBe(false)
  expect(disk.version).toBe(0)
})
