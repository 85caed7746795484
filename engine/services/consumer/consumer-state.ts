import type { Process } from '../../kernel/process.ts'
import type { Timer } from '../../kernel/timer.ts'
import type { Nanos } from '../../lib/units.ts'
import { counter, gauge, sample } from '../../measure/metric.ts'
import { ClusterView } from '../broker/cluster-view.ts'
import type { Context, Setup } from '../define-service.ts'
import type { CONSUMER_PARAMS } from './params.ts'

export const CONSUMER_METRICS = {
  processed: counter('Processed', 'records'),
  commits: counter('Commits', 'commits'),
  refused: counter('Commits refused', 'commits'),
  rebalances: counter('Rebalances', 'rounds'),
  takenOver: counter('Taken over', 'partitions'),
  left: counter('Left, too slow', 'times'),
  resets: counter('Positions out of range', 'times'),
  lag: gauge('Lag', 'records'),
  owned: gauge('Owns', 'partitions'),
  pause: sample('Rebalance pause', 'ns'),
  age: sample('Age when processed', 'ns'),
} as const
export type ConsumerContext = Context<typeof CONSUMER_PARAMS, typeof CONSUMER_METRICS, 'brokers', 'worker'>

/** One partition that this member reads. */
export interface OwnedPartition {
  readonly partition: number
  /** What comes next from the broker. */
  fetchFrom: number
  /** Everything before this has been processed. */
  processedTo: number
  committedTo: number
  highWatermark: number
  /** Something of it waits for being processed; it is not fetched meanwhile. */
  isBuffered: boolean
}

/** What was fetched of one partition and is to be processed. */
export interface Chunk {
  readonly owned: OwnedPartition
  readonly from: number
  readonly to: number
  readonly offsets: readonly number[]
  readonly ids: readonly number[]
  /** When the last of it was written. */
  readonly writtenAt: Nanos
}

/** Volatile state of one member. */
export class ConsumerState {
  readonly cluster: ClusterView
  readonly owned = new Map<number, OwnedPartition>()
  readonly chunks: Chunk[] = []
  /** Brokers that a fetch is under way to, with the id of the call. */
  readonly fetching = new Map<number, number>()
  generation = 0
  /** It belongs to the present generation, as far as it knows. */
  isMember = false
  /** Whoever processes waits for a chunk. */
  idle: Process | null = null
  /** When it began to work on what it does; Infinity: on nothing. */
  workingSince: Nanos = Infinity
  /** It has stopped reading since then; Infinity: it reads. */
  stoppedAt: Nanos = Infinity
  tick: Timer | null = null
  committingAt: Nanos = 0
  isCommitting = false

  constructor(
    { links }: Setup<typeof CONSUMER_PARAMS>,
    /** Another one after each start: a member that dies does not come back, another joins. */
    readonly member: string,
  ) {
    this.cluster = new ClusterView(links('brokers'))
  }
}
