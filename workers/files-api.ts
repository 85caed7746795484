import type { Refused } from './api.ts'

/** What the page asks of the file worker; it ends with its worker when it is cancelled. */
export interface FilesApi {
  /** Reads a file of records by the adapter of its format, piece by piece, and says what is in it and what is wrong with it. */
  readRecords(file: File, report: (progress: ReadingProgress) => void): Promise<FileReading | Refused>
}

/** How far reading is. */
export interface ReadingProgress {
  /** 0 to 1, of the bytes. */
  fraction: number
  rows: number
  rejected: number
}

/** A file of records, read. */
export interface FileReading {
  ok: true
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
  /** The most text it held at once, and what reading the file as a whole would have held. */
  heldMostBytes: number
  wholeBytes: number
}
