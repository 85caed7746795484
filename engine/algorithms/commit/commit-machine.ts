import type { Nanos } from '../../lib/units.ts'
import type { CommitMessage, CommitOutput, TxnId } from './commit-messages.ts'

/** A pure machine of a commit protocol. Durable state is handed to the constructor and changed in place; constructing again with it is a restart. */
interface CommitMachine {
  receive(now: Nanos, from: number, message: CommitMessage): CommitOutput
  /** To be called every few milliseconds: timeouts and resending. */
  tick(now: Nanos): CommitOutput
  /** What the view draws: plain data. Reads only. */
  inspect(now: Nanos): unknown
}

/** Member 0: asks all participants and decides. */
export interface CommitCoordinator extends CommitMachine {
  begin(now: Nanos, txn: TxnId, participants: readonly number[]): CommitOutput
}

/** How long a participant has been bound by a vote without knowing the outcome. */
export interface InDoubt {
  readonly txn: TxnId
  readonly since: Nanos
  readonly state: 'ready' | 'pre-committed'
}

/** Does its part of a transaction, or none of it. */
export interface CommitParticipant extends CommitMachine {
  /** The answer to the notice `asked`: whether the work is done and can be kept or undone, whatever comes. */
  vote(now: Nanos, txn: TxnId, yes: boolean): CommitOutput
  /** Transactions whose locks are held here until somebody says how they ended. */
  inDoubt(): InDoubt[]
}
