import { ms, type Nanos } from '../../lib/units.ts'
import {
  ClusterController,
  initialPartitions,
  type Alteration,
  type ControllerDisk,
} from './cluster-controller.ts'
import { PartitionReplica } from './partition-replica.ts'
import { offsetOf, type DraftBatch } from './record-batch.ts'
import { ReplicaDisk } from './replica-disk.ts'
import type { ReplicaOptions } from './replica-messages.ts'

const SESSION_NANOS = ms(100)
const LAG_MAX_NANOS = ms(60)
const PARTITION = 0

export interface Broker {
  readonly self: number
  disk: ReplicaDisk
  replica: PartitionReplica | null
  directory: number
  /** Records that wait for the high watermark: where they end, and what they are. */
  waiting: { readonly nextOffset: number; readonly offset: number; readonly value: number }[]
}

/** One partition on three brokers and the controller, with every message in a bag out of which it may be taken late or not at all. */
export class PartitionWorld {
  now: Nanos = ms(1)
  readonly brokers: Broker[]
  readonly bag: (() => void)[] = []
  /** What a producer was told is safe: value by offset. */
  readonly acknowledged = new Map<number, number>()
  readonly disk: ControllerDisk = { partitions: [], directories: new Map(), version: 0 }
  readonly controller: ClusterController
  readonly #options: Omit<ReplicaOptions, 'self'>
  #values = 0
  #directories = 0

  constructor(given: Partial<ReplicaOptions> = {}, uncleanElection = false) {
    this.#options = {
      minInSync: 1,
      truncation: 'leader-epoch',
      watermark: 'in-sync',
      lagMaxNanos: LAG_MAX_NANOS,
      fencing: true,
      fetchBytes: 300,
      ...given,
    }
    const rule = { sessionNanos: SESSION_NANOS, uncleanElection, preferredAfterNanos: ms(200) }
    const options = { brokers: [0, 1, 2], partitions: 1, replication: 3, ...rule }
    this.disk.partitions = initialPartitions(options)
    this.controller = new ClusterController(options, this.disk, this.now)
    this.brokers = options.brokers.map((self) => {
      const disk = new ReplicaDisk({ segmentBytes: 500, indexIntervalBytes: 150 })
      return { self, disk, replica: null, directory: (this.#directories += 1), waiting: [] }
    })
    for (const { self } of this.brokers) this.restart(self)
  }

  get leader(): Broker | undefined {
    return this.brokers[this.disk.partitions[PARTITION].leader]
  }

  crash(self: number): void {
    this.brokers[self].replica = null
    this.brokers[self].waiting = []
  }

  restart(self: number): void {
    const broker = this.brokers[self]
    broker.waiting = []
    broker.replica = new PartitionReplica(PARTITION, { ...this.#options, self }, broker.disk)
    this.beat(self)
  }

  /** The disk is replaced, unless it may be the last that has everything. */
  loseDisk(self: number): void {
    const others = this.disk.partitions[PARTITION].inSync.filter((each) => each !== self)
    if (!others.some((each) => this.brokers[each].replica !== null)) return
    this.crash(self)
    const disk = new ReplicaDisk({ segmentBytes: 500, indexIntervalBytes: 150 })
    Object.assign(this.brokers[self], { disk, directory: (this.#directories += 1) })
    this.restart(self)
  }

  /** A heartbeat arrives, and what the controller says comes back some time. */
  beat(self: number): void {
    const { replica, directory } = this.brokers[self]
    if (replica === null) return
    this.controller.heard(this.now, self, directory)
    this.#tell(self)
  }

  append(self: number): void {
    const { replica, waiting } = this.brokers[self]
    if (replica === null) return
    const value = (this.#values += 1)
    const { error, baseOffset, nextOffset } = replica.append(this.now, draftOf(value), true)
    if (error === null) waiting.push({ nextOffset, offset: baseOffset, value })
    this.#acknowledge(self)
  }

  /** A follower asks whom it takes for the leader. */
  fetch(self: number): void {
    const { replica } = this.brokers[self]
    const leader = replica?.state?.leader ?? -1
    if (replica === null || replica.leads || leader < 0) return
    const question = replica.fetch()
    this.bag.push(() => {
      const answer = this.brokers[leader].replica?.serve(this.now, self, question) ?? null
      this.#acknowledge(leader)
      if (answer !== null)
        this.bag.push(() => this.brokers[self].replica === replica && replica.receive(answer))
    })
  }

  propose(self: number): void {
    const { replica } = this.brokers[self]
    const inSync = replica?.propose(this.now) ?? null
    if (replica === null || inSync === null) return
    const { leaderEpoch, partitionEpoch } = replica.state!
    const alteration: Alteration = { partition: PARTITION, leaderEpoch, partitionEpoch, inSync }
    this.bag.push(() => {
      this.controller.alter(this.now, self, alteration)
      this.#tell(self)
    })
  }

  deliver(which: number): void {
    if (this.bag.length > 0) this.bag.splice(which % this.bag.length, 1)[0]()
  }

  /** Everybody is up, nothing is lost: so it goes on for a while. */
  heal(rounds: number): void {
    for (const { self, replica } of this.brokers) if (replica === null) this.restart(self)
    for (let round = 0; round < rounds; round++) {
      this.now += ms(10)
      for (const { self } of this.brokers) {
        this.beat(self)
        this.fetch(self)
        this.propose(self)
      }
      this.controller.tick(this.now)
      while (this.bag.length > 0) this.deliver(0)
    }
  }

  /** All that one broker has, value by offset. */
  recordsOf(self: number): Map<number, number> {
    const { log } = this.brokers[self].disk
    const batches = log.read(log.startOffset, Infinity, Infinity)
    return new Map(
      batches.flatMap((batch) =>
        batch.values.map((value, i) => [offsetOf(batch, i), Number(value)] as const),
      ),
    )
  }

  #tell(self: number): void {
    const state = this.disk.partitions[PARTITION]
    this.bag.push(() => {
      const broker = this.brokers[self]
      // Whoever leads no more cannot promise what it did not yet.
      if (broker.replica?.adopt(this.now, state) === true) broker.waiting = []
      this.#acknowledge(self)
    })
  }

  #acknowledge(self: number): void {
    const broker = this.brokers[self]
    const { replica, waiting } = broker
    if (replica === null || !replica.leads) return
    for (const { nextOffset, offset, value } of waiting)
      if (nextOffset <= replica.highWatermark) this.acknowledged.set(offset, value)
    broker.waiting = waiting.filter(({ nextOffset }) => nextOffset > replica.highWatermark)
  }
}

const draftOf = (value: number): DraftBatch => ({
  producerId: -1,
  producerEpoch: 0,
  baseSequence: -1,
  transactional: false,
  control: null,
  keys: [0],
  values: [value],
  deletes: null,
  bytes: 100,
})
