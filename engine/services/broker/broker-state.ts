import type { GroupCoordinator, GroupOptions } from '../../algorithms/stream/group-coordinator.ts'
import { PartitionReplica } from '../../algorithms/stream/partition-replica.ts'
import { ReplicaDisk } from '../../algorithms/stream/replica-disk.ts'
import type { FollowerFetch, PartitionState } from '../../algorithms/stream/replica-messages.ts'
import type {
  TransactionCoordinator,
  TransactionState,
} from '../../algorithms/stream/transaction-coordinator.ts'
import type { Process } from '../../kernel/process.ts'
import type { Timer } from '../../kernel/timer.ts'
import { ms, type Nanos } from '../../lib/units.ts'
import type { Call, Context, Link, Setup } from '../define-service.ts'
import type { BROKER_METRICS } from './metrics.ts'
import { INDEX_INTERVAL_BYTES, replicaOptions, type BROKER_PARAMS, type BrokerParams } from './params.ts'
import { INTERNAL_PARTITIONS, type Metadata, type ProduceResult, type ReadRequest } from './protocol.ts'

export type BrokerContext = Context<
  typeof BROKER_PARAMS,
  typeof BROKER_METRICS,
  'peers' | 'controller',
  'processor' | 'disk'
>

/** What survives a crash. */
export interface BrokerDisk {
  /** Another number after the disk was lost. */
  readonly directory: number
  readonly copies: (ReplicaDisk | undefined)[]
  producersMade: number
}

/** A produce request that waits for its batches to be replicated. */
export interface PendingProduce {
  readonly call: Call
  readonly id: number
  readonly results: ProduceResult[]
  waitsFor: number
}

/** Somebody waits until a partition is replicated up to `offset`. */
export interface Waiter {
  readonly offset: number
  readonly since: Nanos
  readonly produce: PendingProduce | null
  readonly process: Process | null
}

/** A reader that waits for something to read. */
export interface ParkedRead {
  readonly call: Call
  readonly id: number
  readonly request: ReadRequest
}

/** A follower's fetch that is held until there is something new. */
export interface ParkedFetch {
  readonly link: Link
  readonly from: number
  readonly id: number
  readonly fetches: readonly FollowerFetch[]
  readonly until: Nanos
}

/** What this broker asks one leader for, again and again. */
export interface Fetcher {
  readonly leader: number
  readonly link: Link
  replicas: PartitionReplica[]
  /** Number of the fetch under way; 0: none. */
  id: number
  sentAt: Nanos
}

/** A decided transaction whose markers are on their way. */
export interface Marking {
  readonly transaction: TransactionState
  /** Partitions that have not confirmed theirs. */
  readonly missing: Set<number>
  readonly process: Process
  sentAt: Nanos
}

/** A request that cannot be understood yet. */
export interface EarlyRequest {
  readonly call: Call
  readonly id: number
}

/** Volatile state of one broker. */
export class BrokerState {
  readonly replicas: (PartitionReplica | undefined)[] = []
  metadata: Metadata | null = null
  readonly fetchers: Fetcher[] = []
  /** By partition, in the order of offsets. */
  readonly waiting: Waiter[][] = []
  /** High watermark of each partition as far as waiters and readers have been told. */
  readonly told: number[] = []
  /** Requests that have come before the controller has spoken. */
  readonly early: EarlyRequest[] = []
  readonly parkedReads: ParkedRead[] = []
  readonly parkedFetches: ParkedFetch[] = []
  group: GroupCoordinator | null = null
  /** What the group has committed, by partition. */
  readonly committed = new Map<number, number>()
  transactions: TransactionCoordinator | null = null
  /** Members that wait for a round to end, by the id of their call. */
  readonly members = new Map<number, Process>()
  readonly marking = new Map<string, Marking>()
  readonly peers = new Map<number, Link>()
  readonly self: number
  tick: Timer | null = null
  nextFetchId = 1
  heartbeatAt: Nanos = 0
  checkpointAt: Nanos = 0
  cleanAt: Nanos = 0
  measureAt: Nanos = 0

  constructor(
    { nodeIndex, peers }: Setup<typeof BROKER_PARAMS>,
    readonly disk: BrokerDisk,
  ) {
    this.self = nodeIndex
    for (const link of peers('peers')) {
      const other = link.from.index === nodeIndex ? link.to.index : link.from.index
      if (!this.peers.has(other)) this.peers.set(other, link)
    }
  }

  /** How many partitions hold what clients write. */
  get dataPartitions(): number {
    return Math.max(0, (this.metadata?.leaders.length ?? 0) - INTERNAL_PARTITIONS)
  }
  get groupPartition(): number {
    return this.dataPartitions
  }
  get transactionPartition(): number {
    return this.dataPartitions + 1
  }

  /** This broker's copy of a partition that the controller has spoken of. */
  replica(partition: number, params: BrokerParams, isInternal: boolean): PartitionReplica {
    const options = replicaOptions(params, this.self, isInternal)
    this.disk.copies[partition] ??= new ReplicaDisk({
      segmentBytes: params.segmentKb * 1_000,
      indexIntervalBytes: INDEX_INTERVAL_BYTES,
    })
    return (this.replicas[partition] ??= new PartitionReplica(
      partition,
      options,
      this.disk.copies[partition],
    ))
  }

  /** New parameters, or new knowledge of which partitions are internal. */
  configure(params: BrokerParams): void {
    for (const replica of this.replicas) {
      if (replica === undefined) continue
      replica.options = replicaOptions(params, this.self, replica.partition >= this.dataPartitions)
      replica.disk.log.options = { ...replica.disk.log.options, segmentBytes: params.segmentKb * 1_000 }
    }
    if (this.group !== null) this.group.options = groupOptions(params)
    if (this.transactions !== null) this.transactions.options = { fencing: params.fencing }
  }
}

export const groupOptions = (params: BrokerParams): GroupOptions => ({
  sessionNanos: ms(params.sessionMs),
  rebalanceNanos: ms(params.rebalanceMs),
  initialDelayNanos: ms(params.initialDelayMs),
  generationCheck: params.generationCheck,
})

export const isHosted = (state: PartitionState, broker: number): boolean => state.replicas.includes(broker)
