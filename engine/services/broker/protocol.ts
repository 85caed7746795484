import type { Assignment } from '../../algorithms/stream/assignor.ts'
import type { Alteration } from '../../algorithms/stream/cluster-controller.ts'
import type { GroupError, Joined } from '../../algorithms/stream/group-coordinator.ts'
import type {
  AppendError,
  FetchError,
  FollowerAnswer,
  FollowerFetch,
  PartitionState,
  ReaderAnswer,
} from '../../algorithms/stream/replica-messages.ts'
import type { DraftBatch } from '../../algorithms/stream/record-batch.ts'
import type {
  TransactionError,
  TransactionIdentity,
} from '../../algorithms/stream/transaction-coordinator.ts'
import type { Nanos } from '../../lib/units.ts'

/** Behind the data partitions stand two for the brokers' own use: what groups have read, and how transactions stand. */
export const INTERNAL_PARTITIONS = 2

/** Where everything is, as a broker knows it. Brokers are named by the index of their node; -1 is nobody. */
export interface Metadata {
  readonly version: number
  readonly leaders: readonly number[]
  readonly epochs: readonly number[]
  readonly groupCoordinator: number
  readonly transactionCoordinator: number
}

/** When a producer's batch counts as written: at once, when the leader has it, when all in sync have it. */
export type Acks = 'none' | 'leader' | 'all'

/** `produce` */
export interface ProduceRequest {
  readonly acks: Acks
  readonly partitions: readonly number[]
  readonly batches: readonly DraftBatch[]
}
export interface ProduceResult {
  readonly error: AppendError | null
  readonly baseOffset: number
}
/** One result a batch, in the order of the request. */
export type ProduceAnswer = readonly ProduceResult[]

/** `fetch` */
export interface ReadRequest {
  readonly partitions: readonly number[]
  readonly offsets: readonly number[]
  readonly committedOnly: boolean
  readonly mostBytes: number
  /** Less than this is waited for, but not longer than `waitNanos`. */
  readonly leastBytes: number
  readonly waitNanos: Nanos
}
export interface ReadResult {
  readonly partition: number
  readonly error: FetchError | null
  readonly answer: ReaderAnswer | null
  /** Where the log begins and ends; what a reader that asked for something else goes by. */
  readonly startOffset: number
  readonly endOffset: number
}

/** `join-group`, `sync-group`, `heartbeat`, `leave-group`, `commit-offsets`, `fetch-offsets` */
export interface GroupRequest {
  readonly member: string
  readonly generation: number
  readonly owned?: readonly number[]
  readonly assignment?: Assignment | null
  readonly partitions?: readonly number[]
  readonly offsets?: readonly number[]
}
export interface GroupReply {
  readonly error: GroupError | 'not-coordinator' | null
  readonly joined?: Joined | null
  readonly assignment?: readonly number[] | null
  /** What was committed for each partition asked for; 0 when nothing was. */
  readonly offsets?: readonly number[]
}

/** `init-producer`, `add-partitions`, `end-transaction` */
export interface TransactionRequest extends TransactionIdentity {
  readonly timeoutNanos: Nanos
  readonly partitions: readonly number[]
  readonly commit: boolean
}
export interface TransactionReply {
  readonly error: TransactionError | 'not-coordinator' | null
  readonly producerId: number
  readonly epoch: number
}

/** What brokers tell each other and their controller, and it them. Nobody answers; what is lost is said again. */
export type BrokerMessage =
  | { readonly type: 'heartbeat'; readonly directory: number; readonly version: number }
  | { readonly type: 'alter'; readonly alteration: Alteration }
  | { readonly type: 'state'; readonly version: number; readonly partitions: readonly PartitionState[] }
  | { readonly type: 'follower-fetch'; readonly id: number; readonly fetches: readonly FollowerFetch[] }
  | { readonly type: 'follower-answer'; readonly id: number; readonly answers: readonly FollowerAnswer[] }
  | MarkersMessage
  | {
      readonly type: 'marked'
      readonly transactionalId: string
      readonly epoch: number
      readonly partition: number
    }
/** A transaction is decided: write its marker to these partitions. */
export interface MarkersMessage {
  readonly type: 'markers'
  readonly transactionalId: string
  readonly producerId: number
  readonly epoch: number
  readonly commit: boolean
  readonly partitions: readonly number[]
}
