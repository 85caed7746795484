import type { Nanos } from '../../lib/units.ts'
import type { EpochEnd } from './leader-epochs.ts'
import type { AbortedTransaction, RecordBatch } from './record-batch.ts'

/** What the controller says about a partition. */
export interface PartitionState {
  /** Brokers that hold a copy; the first is the one to lead when all are well. */
  readonly replicas: readonly number[]
  /** -1: nobody may lead. */
  readonly leader: number
  readonly leaderEpoch: number
  readonly inSync: readonly number[]
  /** Counts every change of this state. */
  readonly partitionEpoch: number
}

export interface ReplicaOptions {
  readonly self: number
  readonly minInSync: number
  /** By what a new follower finds where its log parts from the leader's. */
  readonly truncation: 'leader-epoch' | 'high-watermark'
  /** Up to where readers may read: what all in sync have, or whatever the leader has. */
  readonly watermark: 'in-sync' | 'leader'
  readonly lagMaxNanos: Nanos
  readonly fencing: boolean
  readonly fetchBytes: number
}

/** What a follower asks its leader. */
export interface FollowerFetch {
  readonly partition: number
  readonly offset: number
  /** Epoch of its newest batch; 0 when it has none. */
  readonly lastEpoch: number
  readonly leaderEpoch: number
  readonly highWatermark: number
}
export type FetchError = 'not-leader' | 'other-epoch' | 'out-of-range'
/** What the leader answers. */
export interface FollowerAnswer {
  readonly partition: number
  readonly error: FetchError | null
  /** Their logs part: the last epoch that both may share, and where it ends here. */
  readonly diverging: EpochEnd | null
  readonly batches: readonly RecordBatch[]
  readonly highWatermark: number
  readonly startOffset: number
  readonly endOffset: number
  readonly leaderEpoch: number
}
export interface ReaderAnswer {
  readonly batches: readonly RecordBatch[]
  /** The reader has everything before this offset once it has the batches. */
  readonly nextOffset: number
  readonly highWatermark: number
  readonly stableOffset: number
  readonly aborted: readonly AbortedTransaction[]
}
export type AppendError = 'not-leader' | 'not-enough-replicas' | 'out-of-order' | 'fenced'
export interface Appended {
  readonly error: AppendError | null
  readonly baseOffset: number
  /** It is replicated once the high watermark is here. */
  readonly nextOffset: number
  readonly duplicate: boolean
}
