import type { ByteBuffer } from './byte-buffer.ts'

/** One version of one key. */
export interface StoredEntry<Value> {
  readonly key: number
  /** Counts all writes of the engine: of two versions the one with the larger number is newer. */
  readonly sequence: number
  /** null: the key was deleted (a tombstone). */
  readonly value: Value | null
  /** What it takes on disk. */
  readonly sizeBytes: number
}

/** How values become bytes of a log record, and come back. */
export interface ValueCodec<Value> {
  write(value: Value, into: ByteBuffer): void
  read(from: ByteBuffer, at: number, end: number): Value
}
