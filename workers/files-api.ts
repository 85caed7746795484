import type { Refused } from './api.ts'

/** What the page asks of the file worker; it ends with its worker when it is cancelled. */
export interface FilesApi {
  /** Reads a file of records by the adapter of its format, and says what is in it and what is wrong with it. */
  readRecords(
    file: File,
    way: ReadingWay,
    report: (progress: ReadingProgress) => void,
  ): Promise<FileReading | Refused>
  /** A file as the partner of the design exports it, some of its rows spoilt. */
  sample(format: string): Promise<File>
}

/** Row by row while its bytes come, or all of it in memory first. */
export type ReadingWay = 'stream' | 'whole'

/** How far reading is. */
export interface ReadingProgress {
  /** 0 to 1, of the bytes; null when nothing is known before the end. */
  fraction: number | null
  rows: number
  rejected: number
}

/** What was in a file of records. */
export interface RecordsRead {
  name: string
  /** For people. */
  format: string
  bytes: number
  /** Rows that could be loaded, and rows that could not. */
  rows: number
  rejected: number
  columns: { name: string; looksLike: string }[]
  /** The first rows that could be loaded. */
  preview: Record<string, string>[]
  /** The first rows that could not, and why. */
  rejects: { number: number; reason: string; raw: string }[]
  /** What was passed over after broken rows, because no next one could be told. */
  skippedCharacters: number
  /** The most that it held at once: bytes of the file, their text, and rows. */
  heldMostBytes: number
}

/** A file of records, read. */
export interface FileReading extends RecordsRead {
  ok: true
  way: ReadingWay
  tookMs: number
}
