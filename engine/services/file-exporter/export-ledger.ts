import type { SentRow } from './orders.ts'

/** Exports that are remembered, for those who check. */
const FILES_KEPT = 200
/** Rows that are remembered of files that are stored: of more files than a server keeps (40 of 1,200 rows), and so than can be loaded yet. */
const ROWS_KEPT = 60_000

type PackedRow = readonly [
  malformed: 0 | 1,
  broken: 0 | 1,
  fields: SentRow['fields'],
  meant: SentRow['meant'],
]

/** What was exported: what checkers hold the other end against. */
export class Export {
  readonly sizeBytes: number
  readonly rowCount: number
  readonly malformed: number
  /** What is to be stored; null when it is. */
  bytes: Uint8Array | null
  /** As one text, a tenth of what the rows take; null when they are forgotten. */
  #rows: string | null

  constructor(
    readonly name: string,
    bytes: Uint8Array,
    readonly crc: number,
    rows: readonly SentRow[],
  ) {
    this.bytes = bytes
    this.sizeBytes = bytes.length
    this.rowCount = rows.length
    this.malformed = rows.filter(({ malformed }) => malformed).length
    this.#rows = JSON.stringify(
      rows.map(({ malformed, broken, fields, meant }): PackedRow => [
        malformed ? 1 : 0,
        broken ? 1 : 0,
        fields,
        meant,
      ]),
    )
  }

  /** The rows as they were sent; null when they are forgotten. */
  rows(): SentRow[] | null {
    if (this.#rows === null) return null
    return (JSON.parse(this.#rows) as PackedRow[]).map(([malformed, broken, fields, meant], i) => ({
      number: i + 1,
      fields,
      meant,
      malformed: malformed === 1,
      broken: broken === 1,
    }))
  }

  forgetRows(): void {
    this.#rows = null
  }
}

/** The latest exports: whole until they are stored, then their rows, and of old ones their size and checksum. */
export class ExportLedger {
  readonly #exports = new Map<string, Export>()

  get size(): number {
    return this.#exports.size
  }

  get(name: string): Export | undefined {
    return this.#exports.get(name)
  }

  add(each: Export): void {
    this.#exports.set(each.name, each)
    if (this.#exports.size > FILES_KEPT) this.#exports.delete(this.#exports.keys().next().value!)
  }

  /** What is not stored yet, the oldest first. */
  waiting(): Export[] {
    return [...this.#exports.values()].filter(({ bytes }) => bytes !== null)
  }

  /** A file is on the server, and need not be kept to be sent again. */
  stored(each: Export): void {
    each.bytes = null
    let rows = 0
    for (const other of [...this.#exports.values()].toReversed()) {
      if (other.bytes !== null) continue
      rows += other.rowCount
      if (rows > ROWS_KEPT) other.forgetRows()
    }
  }

  /** The newest first. */
  latest(count: number): Export[] {
    return [...this.#exports.values()].slice(-count).toReversed()
  }
}
