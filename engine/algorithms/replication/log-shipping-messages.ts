import type { Nanos } from '../../lib/units.ts'
import type { LogEntry, LogOutline, LogSnapshot } from './shipped-log.ts'

/** Entries from a leader, or none as a heartbeat. */
export interface AppendMessage {
  readonly type: 'append'
  readonly epoch: number
  /** The entry before the first one sent, by which the follower checks that its log agrees so far. */
  readonly previousIndex: number
  readonly previousEpoch: number
  readonly entries: readonly LogEntry[]
  readonly commitIndex: number
  /** Every member holds the log up to here. */
  readonly heldByAll: number
  /** On the leader's monotonic clock; comes back in the reply. */
  readonly sentAt: Nanos
}

/** Everything up to an index at once, for a follower that is behind what the leader's log still holds. */
export interface SnapshotMessage {
  readonly type: 'snapshot'
  readonly epoch: number
  readonly snapshot: LogSnapshot
  readonly sentAt: Nanos
}

/** What a follower tells its leader. */
export interface AppendReply {
  readonly type: 'append-reply'
  readonly epoch: number
  /** False: the leader is of the past. */
  readonly accepted: boolean
  /** Up to here the follower's log surely is the leader's. */
  readonly matchIndex: number
  /** Set when what was sent does not follow on the follower's log: the shape of that. */
  readonly conflict: LogOutline | null
  readonly sentAt: Nanos
}

/** A request for a vote; `probe` only asks whether a vote would be given. */
export interface VoteRequest {
  readonly type: 'vote-request'
  readonly epoch: number
  readonly probe: boolean
  readonly lastEpoch: number
  readonly lastIndex: number
  readonly sentAt: Nanos
}

export interface VoteReply {
  readonly type: 'vote-reply'
  readonly epoch: number
  readonly probe: boolean
  readonly granted: boolean
  /** The highest epoch that the voter knows. */
  readonly knownEpoch: number
  /** Of the request, on the candidate's clock. */
  readonly sentAt: Nanos
}

/** Everything that the replicas of a shipped log say to each other. */
export type LogShippingMessage = AppendMessage | AppendReply | SnapshotMessage | VoteRequest | VoteReply
