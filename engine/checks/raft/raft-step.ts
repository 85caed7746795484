import type { RaftMessage } from '../../algorithms/consensus/raft/messages.ts'
import type { Output } from '../../algorithms/consensus/raft/output.ts'
import type { LogEntry } from '../../algorithms/consensus/raft/log-entry.ts'
import type { Role } from '../../algorithms/consensus/raft/raft-state.ts'

/** A server's machine as checkers see it: they read only. */
export interface RaftView {
  readonly term: number
  readonly vote: number
  readonly role: Role
  readonly commitIndex: number
  readonly baseIndex: number
  readonly lastIndex: number
  termAt(index: number): number
  entryAt(index: number): LogEntry<unknown> | undefined
}

/** One call of a machine: what came in, and what came out. */
export interface RaftStep {
  readonly member: number
  readonly raft: RaftView
  readonly received: { readonly from: number; readonly message: RaftMessage<unknown> } | null
  readonly output: Output<unknown>
}

/** A server begins, or begins again, from its disk. */
export interface RaftStart {
  readonly member: number
  readonly term: number
  readonly vote: number
  /** What its snapshot stands for: it has applied everything up to there. */
  readonly snapshotIndex: number
  readonly snapshotTerm: number
}

/** One property of the group, looked at after every step: a sentence when it is broken, or null. */
export interface RaftProperty {
  readonly name: string
  started(start: RaftStart): string | null
  stepped(step: RaftStep): string | null
}
