import type { RecordOutput } from '../consensus/record-outbox.ts'

/** A transaction's number: never used twice. */
export type TxnId = number

export type Decision = 'commit' | 'abort'

/** Who coordinates; participants are members 1 and up. */
export const COORDINATOR = 0

/** What coordinator and participants say to each other, in two phases or three. */
export type CommitMessage =
  /** Phase 1: can you commit? `participants` are all who are asked. What began before `endedBelow` is over, and may be forgotten. */
  | {
      readonly type: 'prepare'
      readonly txn: TxnId
      readonly participants: readonly number[]
      readonly endedBelow: TxnId
    }
  | { readonly type: 'vote'; readonly txn: TxnId; readonly yes: boolean }
  /** Three phases only: all have voted yes. */
  | { readonly type: 'pre-commit'; readonly txn: TxnId }
  | { readonly type: 'pre-committed'; readonly txn: TxnId }
  | { readonly type: 'decision'; readonly txn: TxnId; readonly decision: Decision }
  | { readonly type: 'done'; readonly txn: TxnId }
  /** Somebody in doubt asks what became of a transaction. */
  | { readonly type: 'inquire'; readonly txn: TxnId }
  /** Three phases only: who takes over for a silent coordinator asks how far the others have come. */
  | { readonly type: 'state-request'; readonly txn: TxnId }
  | { readonly type: 'state'; readonly txn: TxnId; readonly state: 'ready' | 'pre-committed' }

/** What people and checkers will want to know. */
export type CommitNotice =
  /** The host does the work of the transaction here, as far as that can be undone, and then calls `vote`. */
  | { readonly type: 'asked'; readonly txn: TxnId }
  /** The coordinator has come to another phase. */
  | { readonly type: 'phase'; readonly txn: TxnId; readonly phase: CommitPhase }
  /** Decided here: by the coordinator's word, a peer's, or by taking over for a silent coordinator. */
  | {
      readonly type: 'decided'
      readonly txn: TxnId
      readonly decision: Decision
      readonly by: 'coordinator' | 'peer' | 'own vote' | 'taking over'
    }

/** The phases of a transaction as its coordinator sees them. */
export type CommitPhase = 'voting' | 'pre-committing' | 'committing' | 'aborting' | 'over'

/** What a call of a machine asks of its host. */
export type CommitOutput = RecordOutput<CommitMessage, CommitNotice>
