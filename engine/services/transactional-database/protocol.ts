import type { IsolationLevel, TxnId } from '../../algorithms/txn/outcome.ts'
import type { Change, Condition, RowKey, RowValue } from '../../algorithms/txn/row.ts'

/** One step of a transaction, as the client sends it. */
export type Statement =
  /** `session` is a number that the client has drawn: by it a copy of the request is known, and by it the client hangs up. */
  | { what: 'begin'; level: IsolationLevel; session: number }
  /** The client has not heard which transaction was begun, and wants none any more. */
  | { what: 'hang-up'; session: number }
  | { what: 'read' | 'select-for-update'; txn: TxnId; table: string; key: RowKey }
  | { what: 'scan'; txn: TxnId; table: string; from: RowKey; to: RowKey; where?: readonly Condition[] }
  | { what: 'insert' | 'write'; txn: TxnId; table: string; key: RowKey; row: RowValue }
  | { what: 'write-if'; txn: TxnId; table: string; key: RowKey; version: number; row: RowValue }
  | { what: 'update'; txn: TxnId; table: string; key: RowKey; change: Change }
  | { what: 'delete'; txn: TxnId; table: string; key: RowKey }
  /** `facts` are what the transaction means; checkers learn of them exactly when it is committed. */
  | { what: 'commit'; txn: TxnId; facts?: readonly { name: string; fact: object }[] }
  | { what: 'abort'; txn: TxnId }

/** What reads or changes rows in an open transaction. */
export type DataStatement = Exclude<Statement, { what: 'begin' | 'hang-up' | 'commit' | 'abort' }>
