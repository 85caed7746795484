import { rowProblem } from '../../algorithms/format/check-row.ts'
import type { Fields, FormatSpec, ReadRow, RowReader } from '../../algorithms/format/file-format.ts'
import { TextReader } from '../../algorithms/format/text-decoder.ts'
import { transformRow, type TRANSFORMS } from '../../algorithms/format/transform-row.ts'
import { Crc32 } from '../../algorithms/transfer/crc32.ts'
import type { RemoteFile } from '../file-server/client/remote-files.ts'
import { ORDER_COLUMNS } from '../file-exporter/orders.ts'
import type { LoadedRow } from '../row-table/service.ts'

/** A row that was not loaded. */
export interface Reject {
  readonly number: number
  readonly reason: string
  readonly raw: string
}

const BYTES_PER_CHARACTER = 2
/** An object with five fields, beside its text. */
const ROW_BYTES = 160

/** One file on its way into the table: bytes come, rows and rejects go. It can stop anywhere and go on later. */
export class FileImport {
  readonly #reader: RowReader
  readonly #text = new TextReader()
  readonly #crc = new Crc32()
  readonly #strict: boolean
  readonly #transform: keyof typeof TRANSFORMS
  /** Blocks of a file that is read as a whole; null when it is read as it comes. */
  readonly #blocks: Uint8Array[] | null
  offset = 0
  pending: LoadedRow[] = []
  readonly rejects: Reject[] = []
  rowsRead = 0
  /** Rows that were brought into the table's form. */
  mended = 0

  constructor(
    readonly file: RemoteFile,
    format: FormatSpec,
    options: {
      readonly whole: boolean
      readonly strict: boolean
      readonly transform: keyof typeof TRANSFORMS
    },
  ) {
    this.#reader = format.reader(ORDER_COLUMNS)
    this.#strict = options.strict
    this.#transform = options.transform
    this.#blocks = options.whole ? [] : null
  }

  get crc(): number {
    return this.#crc.value
  }

  /** What was passed over after broken rows, in characters. */
  get skippedCharacters(): number {
    return this.#reader.skippedCharacters
  }

  /** What it holds in memory now. */
  get heldBytes(): number {
    const blocks = this.#blocks === null ? 0 : this.#blocks.reduce((sum, { length }) => sum + length, 0)
    return blocks + this.#reader.heldCharacters * BYTES_PER_CHARACTER + this.pending.length * ROW_BYTES
  }

  /** Takes the next bytes; returns how many rows they have completed. */
  take(bytes: Uint8Array): number {
    this.offset += bytes.length
    this.#crc.push(bytes)
    if (this.#blocks !== null) {
      this.#blocks.push(bytes)
      return 0
    }
    return this.#accept(this.#reader.push(this.decode(bytes)))
  }

  /** Whether it may go on with what is on the server now: the very file that it has begun. */
  continues(file: RemoteFile): boolean {
    return this.file.name === file.name && versionOf(this.file) === versionOf(file)
  }

  /** There is no more; returns how many rows were left. */
  end(): number {
    let rows = 0
    for (const bytes of this.#blocks ?? []) rows += this.#accept(this.#reader.push(this.decode(bytes)))
    return rows + this.#accept(this.leftInReader())
  }

  /** The next chunk to load, or null when there are not enough rows for one; `all`: however few. */
  takeChunk(rows: number, all: boolean): LoadedRow[] | null {
    if (this.pending.length === 0 || (this.pending.length < rows && !all)) return null
    const chunk = this.pending.slice(0, rows)
    this.pending = this.pending.slice(rows)
    return chunk
  }

  protected decode(bytes: Uint8Array): string {
    return this.#text.push(bytes)
  }

  protected leftInReader(): readonly ReadRow[] {
    return [...this.#reader.push(this.#text.end()), ...this.#reader.end()]
  }

  protected transformed(fields: Fields): Fields {
    return transformRow(fields, ORDER_COLUMNS, this.#transform)
  }

  protected reject(reject: Reject): void {
    this.rejects.push(reject)
  }

  #accept(rows: readonly ReadRow[]): number {
    this.rowsRead += rows.length
    for (const row of rows) {
      const { number } = row
      if (row.fields === null) {
        this.reject({ number, reason: row.reason, raw: row.raw })
        continue
      }
      const fields = this.transformed(row.fields)
      const problem = rowProblem(fields, ORDER_COLUMNS, this.#strict)
      if (problem !== null) {
        this.reject({ number, reason: problem, raw: Object.values(row.fields).join(' | ') })
        continue
      }
      this.pending.push({ number, fields })
      if (fields !== row.fields) this.mended++
    }
    return rows.length
  }
}

/** What tells one content of a file from the next, as far as a listing shows it. */
export const versionOf = ({ sizeBytes, modifiedAt }: RemoteFile): string => `${sizeBytes} at ${modifiedAt}`
