import Papa from 'papaparse'
import type { Column, Fields, FormatSpec, ReadRow, RowReader } from '../file-format.ts'

/** A record longer than this is a quote that nobody has closed. */
const LONGEST_RECORD = 1_048_576
/** So is one whose next lines are this many records, each with the right number of fields. */
const RECORDS_WITHIN = 8
const RAW_SHOWN = 200
const QUOTE = '"'
/** What fields may be parted by; the parser guesses among them by the header. */
const DELIMITERS = [',', ';', '\t', '|']
const NEVER_CLOSED = 'a quote is never closed'

/** What comes out of one pass over the text: how far it came, and whether a broken record stopped it there. */
interface Pass {
  cursor: number
  broken: string | null
}

/**
 * Reads values parted by commas, semicolons, tabs or bars, whichever the header has: the first record names the columns; quotes, and
 * delimiters and line ends within them, are the parser's business.
 * After a record whose quotes are wrong it goes on with the next line.
 * Source: RFC 4180; parsing by papaparse.
 */
class CsvReader implements RowReader {
  /** A record is a line: the next is always found. */
  readonly skippedCharacters = 0
  #held = ''
  #newline: string | null = null
  #delimiter: string | null = null
  #header: string[] | null = null
  #row = 0

  constructor(readonly columns: readonly Column[] | null) {}

  get heldCharacters(): number {
    return this.#held.length
  }

  push(text: string): ReadRow[] {
    this.#held += text
    if (this.#newline === null) {
      const at = this.#held.indexOf('\n')
      if (at === -1) return []
      this.#newline = this.#held[at - 1] === '\r' ? '\r\n' : '\n'
    }
    return this.#read(true)
  }

  end(): ReadRow[] {
    return this.#held === '' ? [] : this.#read(false)
  }

  #read(ignoreLast: boolean): ReadRow[] {
    const rows: ReadRow[] = []
    for (;;) {
      const { cursor, broken } = this.#pass(rows, ignoreLast)
      this.#held = ignoreLast || broken !== null ? this.#held.slice(cursor) : ''
      const reason = broken ?? (ignoreLast && this.#neverClosed() ? NEVER_CLOSED : null)
      if (reason === null) return rows
      rows.push(this.#rejectLine(reason))
    }
  }

  /** Takes records up to the first whose quotes are wrong. */
  #pass(rows: ReadRow[], ignoreLast: boolean): Pass {
    const pass: Pass = { cursor: 0, broken: null }
    const newline = (this.#newline ?? '\n') as '\n'
    const delimiter = (this.#delimiter ??= this.#guessed(newline))
    const step = ({ data, errors, meta }: Papa.ParseResult<string[]>) => {
      const [cells] = data
      const lines = this.#held.slice(pass.cursor, meta.cursor).trimEnd()
      pass.broken = this.#header === null ? null : this.#brokenBy(cells, lines, errors[0]?.message)
      if (pass.broken !== null) return parser.abort()
      pass.cursor = meta.cursor
      this.#accept(cells, rows)
    }
    // Without quotes nothing can be wrong with them, and records come faster all at once.
    const quoted = this.#held.includes(QUOTE)
    const parser = new Papa.Parser({ newline, delimiter, ...(quoted && { step }) })
    const { data, meta } = parser.parse(this.#held, 0, ignoreLast) as Papa.ParseResult<string[]>
    if (quoted) return pass
    for (const cells of data) this.#accept(cells, rows)
    return { cursor: meta.cursor, broken: null }
  }

  /** By the header alone: what stands in records may have any of them in it. */
  #guessed(newline: '\n' | '\r\n'): string {
    const [header] = this.#held.split(newline, 1)
    const { meta } = Papa.parse(header, { newline, preview: 1, delimitersToGuess: DELIMITERS })
    return DELIMITERS.includes(meta.delimiter) ? meta.delimiter : ','
  }

  #accept(cells: string[], rows: ReadRow[]): void {
    if (this.#header === null) this.#header = cells
    else if (cells.length > 1 || cells[0] !== '') rows.push(this.#rowOf(cells, this.#header))
  }

  /** What is wrong with the quotes of a record; also when one took other lines into it, and was closed by one of theirs. */
  #brokenBy(cells: readonly string[], lines: string, message: string | undefined): string | null {
    const isWrong = message !== undefined || cells.length !== this.#header!.length
    if (isWrong && lines.includes('\n')) return NEVER_CLOSED
    return message?.toLowerCase() ?? null
  }

  /** Whether the record that has begun and does not end has taken others into it. */
  #neverClosed(): boolean {
    if (this.#held.length > LONGEST_RECORD) return true
    const columns = this.#header?.length ?? 0
    if (columns < 2 || !this.#held.includes(QUOTE)) return false
    const lines = this.#held.split('\n', 2 * RECORDS_WITHIN + 2).slice(1, -1)
    const plain = lines.filter((line) => !line.includes(QUOTE)).slice(0, RECORDS_WITHIN)
    return (
      plain.length === RECORDS_WITHIN &&
      plain.every((line) => line.split(this.#delimiter ?? ',').length === columns)
    )
  }

  #rejectLine(reason: string): ReadRow {
    const end = this.#held.indexOf('\n')
    const line = end === -1 ? this.#held : this.#held.slice(0, end)
    this.#held = end === -1 ? '' : this.#held.slice(end + 1)
    return { number: ++this.#row, fields: null, reason, raw: line.trimEnd().slice(0, RAW_SHOWN) }
  }

  #rowOf(cells: string[], header: readonly string[]): ReadRow {
    const number = ++this.#row
    if (cells.length !== header.length) {
      const raw = cells.join(this.#delimiter ?? ',').slice(0, RAW_SHOWN)
      return { number, fields: null, reason: `${cells.length} fields where ${header.length} belong`, raw }
    }
    const fields: Record<string, string> = {}
    for (let i = 0; i < header.length; i++) fields[header[i]] = cells[i]
    return { number, fields, reason: null }
  }
}

export const format: FormatSpec = {
  name: 'csv',
  title: 'CSV',
  extension: 'csv',
  reader: (columns) => new CsvReader(columns),
  write: (rows: readonly Fields[], columns) =>
    `${Papa.unparse([...rows], { columns: columns.map(({ name }) => name), newline: '\n' })}\n`,
}
