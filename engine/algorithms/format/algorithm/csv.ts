import Papa from 'papaparse'
import type { Column, Fields, FormatSpec, ReadRow, RowReader } from '../file-format.ts'

/** A record longer than this is a quote that nobody has closed. */
const LONGEST_RECORD = 1_048_576
const RAW_SHOWN = 200

/**
 * Reads comma-separated values: the first record names the columns; quotes, commas and line ends within quotes are the parser's business.
 * Source: RFC 4180; parsing by papaparse.
 */
class CsvReader implements RowReader {
  #held = ''
  #newline: string | null = null
  #header: string[] | null = null
  #row = 0
  #broken = false

  constructor(readonly columns: readonly Column[] | null) {}

  get heldCharacters(): number {
    return this.#held.length
  }

  push(text: string): ReadRow[] {
    if (this.#broken) return []
    this.#held += text
    if (this.#newline === null) {
      const at = this.#held.indexOf('\n')
      if (at === -1) return []
      this.#newline = this.#held[at - 1] === '\r' ? '\r\n' : '\n'
    }
    const rows = this.#read(true)
    if (this.#held.length <= LONGEST_RECORD) return rows
    this.#broken = true
    const raw = this.#held.slice(0, RAW_SHOWN)
    this.#held = ''
    return [
      ...rows,
      {
        number: this.#row + 1,
        fields: null,
        reason: 'a quote is never closed; the rest cannot be read',
        raw,
      },
    ]
  }

  end(): ReadRow[] {
    return this.#broken || this.#held === '' ? [] : this.#read(false)
  }

  #read(ignoreLast: boolean): ReadRow[] {
    const parser = new Papa.Parser({ newline: (this.#newline ?? '\n') as '\n', delimiter: ',' })
    const { data, errors, meta } = parser.parse(this.#held, 0, ignoreLast) as Papa.ParseResult<string[]>
    this.#held = ignoreLast ? this.#held.slice(meta.cursor) : ''
    const wrong = new Map(errors.map((error) => [error.row, error.message]))
    const rows: ReadRow[] = []
    for (const [i, cells] of data.entries()) {
      if (this.#header === null) this.#header = cells
      else if (cells.length > 1 || cells[0] !== '') rows.push(this.#rowOf(cells, wrong.get(i)))
    }
    return rows
  }

  #rowOf(cells: string[], problem: string | undefined): ReadRow {
    const header = this.#header!
    const number = ++this.#row
    const raw = cells.join(',').slice(0, RAW_SHOWN)
    if (problem !== undefined) return { number, fields: null, reason: problem.toLowerCase(), raw }
    if (cells.length !== header.length) {
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
