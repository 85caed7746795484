import type { Key, Value } from '../../algorithms/replication/replica.ts'
import type { PartitionOptions } from '../../algorithms/partition/partitioner.ts'

/**
 * What a shard understands beside messages of its replication; only its leader answers:
 * - `row-read`, `row-write` (body: what to write): one row; a write answers with the row as it is stored now;
 * - `row-step` with an `AccountStep`: changes a balance once, however often it is asked;
 * - `rows-scan`: looks at all rows it owns and answers with a `ScanAnswer`;
 * - `shard-adopt` with a `Resharding`: who owns what from now on;
 * - `rows-out` with a `RowsWanted`: rows that will belong to others, as a `RowsOut`;
 * - `rows-in` with `RowsIn`: keeps rows that will belong to it, unless it has newer ones;
 * - `rows-purge` with a number: forgets up to so many rows that belong to others, answers how many are left.
 */
export const ROW_READ = 'row-read'
export const ROW_WRITE = 'row-write'
export const ROW_STEP = 'row-step'
export const ROWS_SCAN = 'rows-scan'
export const SHARD_ADOPT = 'shard-adopt'
export const ROWS_OUT = 'rows-out'
export const ROWS_IN = 'rows-in'
export const ROWS_PURGE = 'rows-purge'

/** Who owns which row: what a partitioner is made from, with a number that rises with every change. */
export interface ShardMap extends PartitionOptions {
  readonly version: number
  readonly strategy: string
}

/** `copying`: rows are on their way, the present owners serve. `frozen`: rows that move are not written. */
export type Phase = 'steady' | 'copying' | 'frozen'

/** The present map, and the next one while rows move. */
export interface Resharding {
  readonly map: ShardMap
  readonly next: ShardMap | null
  readonly phase: Phase
}

export type StoredRow = readonly [key: number, value: Value]

export interface RowsWanted {
  /** After this key; -1 begins. */
  readonly after: number
  readonly limit: number
  /** Only what was written since copying began. */
  readonly changedOnly: boolean
}

export interface RowsOut {
  readonly rows: readonly StoredRow[]
  /** Nothing comes after these. */
  readonly done: boolean
  /** How many rows leave this shard in all. */
  readonly leaving: number
}

export interface RowsIn {
  /** Of the map under which they belong here. */
  readonly version: number
  readonly rows: readonly StoredRow[]
}

export interface ScanAnswer {
  readonly version: number
  readonly rows: number
}

/** One step of a saga: adds `amount` (or takes it, when negative) to an account once for each `id`. */
export interface AccountStep {
  readonly id: string
  readonly amount: number
}

/** A router asks who somebody is, and is told. */
export interface WhoAreYou {
  readonly type: 'who-are-you'
}
export interface IAmShard {
  readonly type: 'i-am-shard'
  readonly shard: number
}
/** Of the replication between the replicas of one shard. */
export interface ShardEnvelope {
  readonly type: 'replication'
  readonly message: unknown
}

/** The row in which a shard keeps the `Resharding` that it has adopted, as text. */
export const MAP_KEY: Key = 'map'
