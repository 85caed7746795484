import type { TraceBuilder } from './trace.ts'

/** A way in which traces are written down; each file in `format/` exports one. */
export interface TraceFormat {
  title: string
  /** Whether a file of this name, with these contents, is meant to be in the format. The first that agrees reads it. */
  matches(name: string, bytes: Uint8Array): boolean
  /** Reads all requests; yields the share of the bytes read, 0 to 1. Throws TraceError. */
  read(bytes: Uint8Array, builder: TraceBuilder): Generator<number, void>
}
