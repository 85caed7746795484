import type { Configuration } from './configuration.ts'
import type { LogEntry, Snapshot } from './log-entry.ts'
import type { RaftMessage } from './messages.ts'

/** What must be durable. Written in the order in which it was asked for; see `writeToDisk`. */
export interface Persist<Command> {
  readonly term: number
  readonly vote: number
  /** The log from this index on is `entries`, whatever stood there; 0: it has not changed. */
  readonly from: number
  readonly entries: readonly LogEntry<Command>[]
  /** Replaces the snapshot, and with `installed` the log as well. */
  readonly snapshot: Snapshot | null
  readonly installed: boolean
  /** Entries up to here may be forgotten. */
  readonly compactTo: number
  readonly bytes: number
}

export interface Outgoing<Command> {
  readonly to: number
  readonly message: RaftMessage<Command>
  readonly sizeBytes: number
}

/** Why a request was not taken. It has certainly not happened. */
export type RaftRefusal =
  | 'not-leader'
  | 'transferring'
  | 'leadership-lost'
  | 'timeout'
  | 'change-in-progress'
  | 'not-ready'
  | 'learner-behind'

/** A read that may be answered now from the state machine, which has applied everything up to `index`. */
export interface ReadyRead {
  readonly requestId: number
  readonly index: number
}
export interface RefusedRead {
  readonly requestId: number
  readonly reason: RaftRefusal
}

/** Something that people or checkers will want to know. */
export type RaftNotice =
  | { readonly type: 'campaign'; readonly term: number; readonly probe: boolean }
  | { readonly type: 'became-leader'; readonly term: number; readonly lastIndex: number }
  | {
      readonly type: 'stepped-down'
      readonly term: number
      readonly cause: 'higher-term' | 'quorum-lost' | 'removed'
    }
  | { readonly type: 'follows'; readonly term: number; readonly leader: number }
  | { readonly type: 'truncated'; readonly from: number; readonly count: number }
  | { readonly type: 'snapshot-installed'; readonly index: number; readonly from: number }
  | { readonly type: 'configuration'; readonly index: number; readonly configuration: Configuration }
  | { readonly type: 'transfer'; readonly to: number }
  /** A leader contradicts what is committed here: nothing this server knows can be relied on any more. */
  | { readonly type: 'contradicted'; readonly index: number }

/**
 * What one call of the machine asks of its host, in this order:
 * 1. `sendFirst` may leave at once.
 * 2. `restore`, then `committed` go to the state machine, then `reads` may be answered: also at once.
 * 3. `persist` is made durable, after everything asked for earlier; then `persisted` is called with it.
 * 4. `send` leaves only when this `persist`, if any, and all earlier ones are durable.
 */
export interface Output<Command> {
  readonly sendFirst: readonly Outgoing<Command>[]
  readonly restore: Snapshot | null
  readonly committed: readonly LogEntry<Command>[]
  readonly reads: readonly ReadyRead[]
  readonly refusedReads: readonly RefusedRead[]
  readonly persist: Persist<Command> | null
  readonly send: readonly Outgoing<Command>[]
  readonly notices: readonly RaftNotice[]
}
