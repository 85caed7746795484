import type { RecordOutput } from '../record-outbox.ts'

/** A proposal number: larger is later, and no two members use the same. -1 is before all. */
export type Ballot = number

/** What an acceptor has accepted for a slot. */
export interface Accepted<Command> {
  readonly slot: number
  readonly ballot: Ballot
  /** Null fills a gap that a dead leader has left. */
  readonly command: Command | null
}

/** What members of a group say to each other. `chosen` is how long the sender's gapless log is. */
export type PaxosMessage<Command> =
  /** Phase 1a, for all slots from `slot` on. */
  | { readonly type: 'prepare'; readonly ballot: Ballot; readonly slot: number }
  /** Phase 1b. */
  | {
      readonly type: 'promise'
      readonly ballot: Ballot
      readonly accepted: readonly Accepted<Command>[]
      readonly chosen: number
    }
  /** Phase 2a. */
  | ({ readonly type: 'accept'; readonly chosen: number } & Accepted<Command>)
  /** Phase 2b. */
  | { readonly type: 'accepted'; readonly ballot: Ballot; readonly slot: number; readonly chosen: number }
  /** A later ballot has been promised. */
  | { readonly type: 'rejected'; readonly ballot: Ballot }
  | { readonly type: 'heartbeat'; readonly ballot: Ballot; readonly chosen: number }
  | { readonly type: 'learn'; readonly from: number; readonly commands: readonly (Command | null)[] }

/** What people, checkers and the state machine on top want to know. */
export type PaxosNotice<Command> =
  | { readonly type: 'leads'; readonly ballot: Ballot }
  | { readonly type: 'stepped-down'; readonly ballot: Ballot }
  /** The next slot of the log is settled: told once each, in order. */
  | { readonly type: 'chosen'; readonly slot: number; readonly command: Command | null }

/** What a call of a replica asks of its host. */
export type PaxosOutput<Command> = RecordOutput<PaxosMessage<Command>, PaxosNotice<Command>>
