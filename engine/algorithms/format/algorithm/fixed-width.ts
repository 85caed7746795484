import type { Column, Fields, FormatSpec, ReadRow, RowReader } from '../file-format.ts'

const RAW_SHOWN = 200
/** Columns of a header without a declaration begin after so many blanks. */
const GAP = /\s{2,}(?=\S)/g

/**
 * Reads lines whose columns stand at fixed places: a header line, then a record a line. Without a declaration, columns begin where words of
 * the header do that stand two blanks apart.
 */
class FixedWidthReader implements RowReader {
  /** A record is a line: the next is always found. */
  readonly skippedCharacters = 0
  #held = ''
  #row = 0
  #columns: readonly Column[] | null
  #headerSeen = false

  constructor(columns: readonly Column[] | null) {
    this.#columns = columns
  }

  get heldCharacters(): number {
    return this.#held.length
  }

  push(text: string): ReadRow[] {
    const lines = (this.#held + text).split('\n')
    this.#held = lines.pop()!
    return lines.flatMap((line) => this.#line(line))
  }

  end(): ReadRow[] {
    return this.#held === '' ? [] : this.#line(this.#held)
  }

  #line(ended: string): ReadRow[] {
    const line = ended.endsWith('\r') ? ended.slice(0, -1) : ended
    if (!this.#headerSeen) {
      this.#headerSeen = true
      this.#columns ??= columnsOf(line)
      return []
    }
    if (line === '') return []
    const number = ++this.#row
    const fields: Record<string, string> = {}
    let at = 0
    for (const { name, width } of this.#columns!) {
      fields[name] = line.slice(at, at + width).trim()
      at += width
    }
    if (line.length > at || line.trimEnd().length <= at - this.#columns!.at(-1)!.width) {
      const reason = `${line.length} characters where ${at} belong`
      return [{ number, fields: null, reason, raw: line.slice(0, RAW_SHOWN) }]
    }
    return [{ number, fields, reason: null }]
  }
}

/** Where the words of a header begin; the last column has room for whatever comes. */
function columnsOf(header: string): Column[] {
  const starts = [0, ...[...header.matchAll(GAP)].map((match) => match.index + match[0].length)]
  return starts.map((start, i) => {
    const end = starts[i + 1] ?? Infinity
    const name = header.slice(start, end).trim() || `column ${i + 1}`
    return { name, type: 'text', width: end - start }
  })
}

export const format: FormatSpec = {
  name: 'fixed-width',
  title: 'Fixed width',
  extension: 'txt',
  reader: (columns) => new FixedWidthReader(columns),
  write(rows: readonly Fields[], columns) {
    const line = (cell: (column: Column) => string) =>
      columns.map((column) => cell(column).slice(0, column.width).padEnd(column.width)).join('')
    const lines = rows.map((row) => line(({ name }) => row[name] ?? ''))
    return `${[line(({ name }) => name), ...lines].join('\n')}\n`
  },
}
