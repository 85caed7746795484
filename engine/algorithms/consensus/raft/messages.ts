import type { Nanos } from '../../../lib/units.ts'
import type { LogEntry, Snapshot } from './log-entry.ts'

interface Base {
  /** The sender's term. */
  readonly term: number
}

/** Entries that follow a known one; without entries, a heartbeat. */
export interface AppendRequest<Command> extends Base {
  readonly type: 'append'
  readonly previousIndex: number
  readonly previousTerm: number
  readonly entries: readonly LogEntry<Command>[]
  readonly commitIndex: number
  /** The leader's clock when it was sent, and how many rounds of reads had begun: both come back in the reply. */
  readonly sentAt: Nanos
  readonly round: number
}

/** The state itself, for one whose next entry is no longer in the log. Answered like an append. */
export interface SnapshotRequest extends Base {
  readonly type: 'snapshot'
  readonly snapshot: Snapshot
  readonly sentAt: Nanos
  readonly round: number
}

export interface AppendReply extends Base {
  readonly type: 'append-reply'
  readonly accepted: boolean
  /** Accepted: up to here the logs agree, durably. Refused: the `previousIndex` that did not fit. */
  readonly index: number
  /** Refused: where to try next, and the term that stands there (-1: the log ends before). */
  readonly hintIndex: number
  readonly hintTerm: number
  readonly sentAt: Nanos
  readonly round: number
}

/** How far the log is committed, told at once; nobody answers. */
export interface CommitNotice extends Base {
  readonly type: 'commit'
  readonly commitIndex: number
}

export interface VoteRequest extends Base {
  readonly type: 'vote-request'
  /** For which term: the sender's own, or with `probe` the one after. */
  readonly campaignTerm: number
  /** Only asks whether the vote would be given. */
  readonly probe: boolean
  /** The leader itself has asked for this election: no need to be loyal to it. */
  readonly transfer: boolean
  readonly lastIndex: number
  readonly lastTerm: number
}

export interface VoteReply extends Base {
  readonly type: 'vote-reply'
  readonly campaignTerm: number
  readonly probe: boolean
  readonly granted: boolean
}

/** The leader asks its successor to stand at once. */
export interface TimeoutNow extends Base {
  readonly type: 'timeout-now'
}

/** A follower asks up to where it must have applied the log to answer a read. */
export interface ReadIndexRequest extends Base {
  readonly type: 'read-index'
  readonly requestId: number
}
export interface ReadIndexReply extends Base {
  readonly type: 'read-index-reply'
  readonly requestId: number
  readonly index: number
}

export type RaftMessage<Command> =
  | AppendRequest<Command>
  | SnapshotRequest
  | AppendReply
  | CommitNotice
  | VoteRequest
  | VoteReply
  | TimeoutNow
  | ReadIndexRequest
  | ReadIndexReply
