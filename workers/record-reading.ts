import type { Fields, FormatSpec, ReadRow, RowReader } from '../engine/algorithms/format/file-format.ts'
import { FORMATS, formatOfFile } from '../engine/algorithms/format/formats.ts'
import { TextReader } from '../engine/algorithms/format/text-decoder.ts'
import type { ReadingProgress, ReadingWay, RecordsRead } from './files-api.ts'

const PREVIEW_ROWS = 20
const REJECTS_SHOWN = 200
const RAW_KEPT = 200
/** As the language counts text. */
const BYTES_PER_CHARACTER = 2
const INTEGER = /^-?\d{1,15}$/
const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/
const DATE = /^\d{4}-\d{2}-\d{2}/
const REPLACEMENT = '\uFFFD'
const NOTHING = new Uint8Array(0)

/**
 * Reads one file of records; the columns of the first row are those of all. As it comes, it lets go of pieces and rows and keeps the few that
 * are shown; as a whole, it keeps the one piece, its text and all rows until the end.
 */
export class RecordReading {
  readonly #format: FormatSpec
  readonly #reader: RowReader
  readonly #text = new TextReader()
  readonly #keepsAll: boolean
  /** What it has in hand: a piece of the file, and that piece as text. */
  #piece: Uint8Array = NOTHING
  #pieceText = ''
  readonly #kept: Fields[] = []
  readonly #rejects: RecordsRead['rejects'] = []
  #keptCharacters = 0
  #bytes = 0
  #rows = 0
  #rejected = 0
  #heldMost = 0
  #columns: { name: string; looksLike: string }[] | null = null

  /** `start`: the first bytes, to tell the format of a file whose name does not. */
  constructor(
    readonly name: string,
    readonly sizeBytes: number,
    start: Uint8Array,
    way: ReadingWay,
  ) {
    this.#format = formatOfFile(name) ?? formatOfContent(start)
    this.#reader = this.#format.reader(null)
    this.#keepsAll = way === 'whole'
  }

  get progress(): ReadingProgress {
    const fraction = this.sizeBytes === 0 ? 1 : this.#bytes / this.sizeBytes
    return { fraction, rows: this.#rows, rejected: this.#rejected }
  }

  /** The next piece of the file; as a whole, the only one. */
  push(bytes: Uint8Array): void {
    this.#bytes += bytes.length
    this.#piece = bytes
    this.#pieceText = this.#text.push(bytes)
    this.#take(this.#reader.push(this.#pieceText))
    if (!this.#keepsAll) this.#letGo()
  }

  end(): RecordsRead {
    const rest = this.#text.end()
    this.#pieceText += rest
    this.#take(this.#reader.push(rest))
    this.#take(this.#reader.end())
    this.#letGo()
    return {
      name: this.name,
      format: this.#format.title,
      bytes: this.#bytes,
      rows: this.#rows,
      rejected: this.#rejected,
      columns: this.#columns ?? [],
      preview: this.#kept.slice(0, PREVIEW_ROWS),
      rejects: this.#rejects.slice(0, REJECTS_SHOWN),
      skippedCharacters: this.#reader.skippedCharacters,
      heldMostBytes: this.#heldMost,
    }
  }

  #letGo(): void {
    this.#piece = NOTHING
    this.#pieceText = ''
  }

  /** Rows that are complete: what is held now, with them in hand, is counted from what is there. */
  #take(rows: readonly ReadRow[]): void {
    let characters = this.#pieceText.length + this.#reader.heldCharacters + this.#keptCharacters
    for (const row of rows) characters += row.fields === null ? row.raw.length : charactersOf(row.fields)
    this.#heldMost = Math.max(this.#heldMost, this.#piece.length + characters * BYTES_PER_CHARACTER)
    this.#accept(rows)
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
    if (this.#keepsAll || this.#kept.length < PREVIEW_ROWS) {
      this.#kept.push(fields)
      this.#keptCharacters += charactersOf(fields)
    }
    for (const column of this.#columns!) {
      if (column.looksLike !== 'text' && kindOf(fields[column.name]) !== column.looksLike)
        column.looksLike = widened(column.looksLike, kindOf(fields[column.name]))
    }
  }

  #reject(number: number, reason: string, raw: string): void {
    this.#rejected++
    if (!this.#keepsAll && this.#rejects.length >= REJECTS_SHOWN) return
    this.#rejects.push({ number, reason, raw: raw.slice(0, RAW_KEPT) })
    this.#keptCharacters += Math.min(raw.length, RAW_KEPT)
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

function charactersOf(fields: Fields): number {
  let characters = 0
  for (const name in fields) characters += fields[name].length
  return characters
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
