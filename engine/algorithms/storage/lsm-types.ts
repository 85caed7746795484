import type { Amplification } from './amplification.ts'
import type { CompactionPlan } from './compaction.ts'
import type { LogFiles } from './segmented-log.ts'
import type { SortedTable, SortedTableOptions } from './sorted-table.ts'
import type { ValueCodec } from './stored-entry.ts'
import type { TableManifest } from './table-stack.ts'

export interface LsmOptions<Value> extends SortedTableOptions {
  readonly codec: ValueCodec<Value>
  /** A memtable of so many bytes is written to disk. */
  readonly memtableBytes: number
  /** Compaction splits what it writes into tables of about so many bytes. */
  readonly tableBytes: number
}

/** What is on the disk. Changed in place. */
export interface LsmDurable<Value> extends TableManifest<Value>, LogFiles {
  readonly amplification: Amplification
}

/** What a lookup found, and how many blocks the disk reads for it. */
export interface Lookup<Value> {
  readonly value: Value | null
  readonly blocks: number
}

/** Work for the disk in the background: read, write, then `finishJob`. Before that nothing has changed. */
export interface LsmJob<Value> {
  /** null: a memtable is written out. */
  readonly plan: CompactionPlan | null
  readonly outputs: readonly SortedTable<Value>[]
  readonly readBytes: number
  readonly writeBytes: number
}
