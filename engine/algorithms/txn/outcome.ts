import type { Condition, RowKey } from './row.ts'

/** A transaction's number: larger began later. Never reused, not even after a crash. */
export type TxnId = number

/**
 * What a transaction may see of others (PostgreSQL's names: read committed, repeatable read, serializable). At read
 * uncommitted, which PostgreSQL does not have, it sees what others have only just written; writes lock rows at every level.
 * Source: Berenson et al., "A critique of ANSI SQL isolation levels" (1995).
 */
export type IsolationLevel = 'read-uncommitted' | 'read-committed' | 'snapshot' | 'serializable'

/** How `serializable` is kept: by detecting conflicts between snapshots, or by read locks that block. */
export type SerializableStrategy = 'snapshot-isolation' | 'two-phase-locking'

export type FailureReason =
  | 'serialization-failure'
  | 'deadlock'
  | 'unique-violation'
  | 'check-violation'
  /** The id is not of an active transaction: it ended, or the store crashed since. */
  | 'transaction-ended'

/** Why a transaction failed, naming the others, so that a person can be told. */
export type Cause =
  | { readonly kind: 'first-updater-wins'; readonly table: string; readonly key: RowKey; readonly by: TxnId }
  | DangerousStructure
  | { readonly kind: 'deadlock'; readonly cycle: readonly TxnId[] }
  | {
      readonly kind: 'duplicate'
      readonly table: string
      readonly columns: readonly string[]
      readonly of: RowKey
    }
  | { readonly kind: 'check'; readonly table: string; readonly key: RowKey; readonly condition: Condition }
  | { readonly kind: 'ended' }

/** Two read-write conflicts in a row, incoming -> pivot -> outgoing, where `outgoing` committed first. */
export interface DangerousStructure {
  readonly kind: 'dangerous-structure'
  readonly incoming: TxnId
  readonly pivot: TxnId
  readonly outgoing: TxnId
}

/** The operation must be issued again once a `wake` list names this transaction. */
export interface Blocked {
  readonly status: 'blocked'
  readonly waitsFor: TxnId
}

/** The transaction has been rolled back; those in `wake` may now issue their operation again. */
export interface Failed {
  readonly status: 'failed'
  readonly reason: FailureReason
  readonly cause: Cause
  readonly wake: readonly TxnId[]
}

export interface Ok<Value> {
  readonly status: 'ok'
  readonly value: Value
}

/** What a step of a transaction comes to. */
export type Outcome<Value> = Ok<Value> | Blocked | Failed

/** A commit that happened: its place in the commit order, and who may now proceed. */
export interface Committed {
  readonly status: 'ok'
  readonly sequence: number
  readonly wake: readonly TxnId[]
}

/** How many rows a write touched (0: no such row, or its condition did not hold), and the row's new version. */
export interface Written {
  readonly affected: 0 | 1
  readonly version: number
}

/** A row as a transaction sees it. `version` is unique to the write that made it, across the whole store. */
export interface Found<Row> {
  readonly key: RowKey
  readonly row: Row
  readonly version: number
}
