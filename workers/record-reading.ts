import type { Fields, FormatSpec, ReadRow, RowReader } from '../engine/algorithms/format/file-format.ts'
import { FORMATS, formatOfFile } from '../engine/algorithms/format/formats.ts'
import { TextReader } from '../engine/algorithms/format/text-decoder.ts'
import type { FileReading, ReadingProgress } from './files-api.ts'

const PREVIEW_ROWS = 20
const REJECTS_KEPT = 200
const BYTES_PER_CHARACTER = 2
const INTEGER = /^-?\d{1,15}$/
const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/
const DATE = /^\d{4}-\d{2}-\d{2}/
const REPLACEMENT = '\uFFFD'

/** Reads one file of records as its bytes come; the columns of the first row are those of all. */
export class RecordReading {
  readonly #format: FormatSpec
  readonly #reader: RowReader
  readonly #text = new TextReader()
  #bytes = 0
  #rows = 0
  #rejected = 0
  #heldMost = 0
  #columns: { name: string; looksLike: string }[] | null = null
  readonly #preview: Fields[] = []
  readonly #rejects: FileReading['rejects'] = []

  /** `start`: the first bytes, to tell the format of a file whose name does not. */
  constructor(
    readonly name: string,
    readonly sizeBytes: number,
    start: Uint8Array,
  ) {
    this.#format = formatOfFile(name) ?? formatOfContent(start)
    this.#reader = this.#format.reader(null)
  }

  get progress(): ReadingProgress {
    const fraction = this.sizeBytes === 0 ? 1 : this.#bytes / this.sizeBytes
    return { fraction, rows: this.#rows, rejected: this.#rejected }
  }

  push(bytes: Uint8Array): void {
    this.#bytes += bytes.length
    const text = this.#text.push(bytes)
    this.#accept(this.#reader.push(text))
    const held = bytes.length + (text.length + this.#reader.heldCharacters) * BYTES_PER_CHARACTER
    this.#heldMost = Math.max(this.#heldMost, held)
  }

  end(): FileReading {
    this.#accept(this.#reader.push(this.#text.end()))
    this.#accept(this.#reader.end())
    return {
      ok: true,
      name: this.name,
      format: this.#format.title,
      bytes: this.#bytes,
      rows: this.#rows,
      rejected: this.#rejected,
      columns: this.#columns ?? [],
      preview: this.#preview,
      rejects: this.#rejects,
      heldMostBytes: this.#heldMost,
      wholeBytes: this.#bytes * (1 + BYTES_PER_CHARACTER),
    }
  }

  #accept(rows: readonly ReadRow[]): void {
    for (const row of rows) {
      if (row.fields === null) this.#reject(row.number, row.reason, row.raw)
      else {
        this.#columns ??= Object.entries(row.fields).map(([name, value]) => ({
          name,
          looksLike: kindOf(value),
        }))
        const problem = this.#problemOf(row.fields)
        if (problem === null) this.#load(row.fields)
        else this.#reject(row.number, problem, Object.values(row.fields).join(' | '))
      }
    }
  }

  #load(fields: Fields): void {
    this.#rows++
    if (this.#preview.length < PREVIEW_ROWS) this.#preview.push(fields)
    for (const column of this.#columns!) {
      if (column.looksLike !== 'text' && kindOf(fields[column.name]) !== column.looksLike)
        column.looksLike = widened(column.looksLike, kindOf(fields[column.name]))
    }
  }

  #reject(number: number, reason: string, raw: string): void {
    this.#rejected++
    if (this.#rejects.length < REJECTS_KEPT) this.#rejects.push({ number, reason, raw: raw.slice(0, 200) })
  }

  #problemOf(fields: Fields): string | null {
    for (const { name } of this.#columns!) {
      if (fields[name] === undefined) return `${name} is missing`
      if (fields[name].includes(REPLACEMENT)) return `${name} is not UTF-8 text`
    }
    const extra = Object.keys(fields).length - this.#columns!.length
    return extra > 0 ? `${extra} fields more than the first row has` : null
  }
}

function kindOf(value: string): string {
  if (value === '') return 'empty'
  if (INTEGER.test(value)) return 'whole number'
  if (NUMBER.test(value)) return 'number'
  return DATE.test(value) ? 'date' : 'text'
}

/** What a column looks like that looked like one thing so far and now like another. */
function widened(before: string, now: string): string {
  if (now === 'empty') return before
  if (before === 'empty') return now
  return before !== 'date' && now !== 'date' && now !== 'text' ? 'number' : 'text'
}

/** By the first letter and line: an array or object, a tag, commas, or columns of blanks. */
function formatOfContent(start: Uint8Array): FormatSpec {
  const text = new TextReader().push(start).trimStart()
  const byMark = text.startsWith('[') || text.startsWith('{') ? 'json' : text.startsWith('<') ? 'xml' : null
  const [line] = text.split('\n', 1)
  return FORMATS.get(byMark ?? (line.includes(',') ? 'csv' : 'fixed-width'))!
}
