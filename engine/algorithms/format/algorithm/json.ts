import { JSONParser } from '@streamparser/json'
import type { Fields, FormatSpec, ReadRow, RowReader } from '../file-format.ts'

const RAW_SHOWN = 200
/** A line longer than this is read as it comes; what breaks on it is not found again. */
const LONGEST_LINE = 65_536
/** A line that begins a record: an opening brace, perhaps after the array's bracket or a comma. */
const RECORD_LINE = /([ \t]*)([[,]?)[ \t]*\{/y

/**
 * Reads an array of objects, each as soon as its line is complete. After a mistake in the text it goes on with the next line that begins as
 * records do, if there is one.
 * Source: RFC 8259; parsing by @streamparser/json.
 */
class JsonReader implements RowReader {
  #parser = this.#begin()
  #rows: ReadRow[] = []
  #row = 0
  /** What came of a line so far, and whether it is one from its start. */
  #line = ''
  #fromStart = true
  /** Blanks before records, once one was seen. */
  #indent: string | null = null
  /** Since the parser began: lines that begin a record, and records that are complete. */
  #begun = 0
  #complete = 0
  #error: string | null = null
  #seeking = false
  #since = 0
  skippedCharacters = 0

  get heldCharacters(): number {
    return this.#since + this.#line.length
  }

  push(text: string): ReadRow[] {
    const end = text.lastIndexOf('\n') + 1
    this.#line += end === 0 ? text : ''
    if (end > 0) {
      this.#read(this.#line + text.slice(0, end), true)
      this.#line = text.slice(end)
    } else if (this.#line.length > LONGEST_LINE) {
      this.#read(this.#line, false)
      this.#line = ''
    }
    return this.#take()
  }

  end(): ReadRow[] {
    this.#read(this.#line, true)
    this.#line = ''
    const complete = this.#seeking || this.#parser.isEnded
    if (!complete) this.#fail('the file ends within the array', '')
    return this.#take()
  }

  #begin(): JSONParser {
    const parser = new JSONParser({ paths: ['$.*'], keepStack: false })
    parser.onValue = ({ value }) => {
      this.#since = 0
      this.#complete++
      this.#rows.push(this.#rowOf(value))
    }
    parser.onError = (error) => (this.#error ??= saidOf(error.message))
    return parser
  }

  #read(text: string, endsLine: boolean): void {
    let rest: string | null = text
    while (rest !== null && rest !== '') rest = this.#write(rest)
    this.#fromStart = endsLine
  }

  /** Reads on; returns what there is to begin with again after a mistake, or null. */
  #write(text: string): string | null {
    if (this.#seeking) return this.#seek(text)
    this.#since += text.length
    this.#parser.write(text)
    if (this.#error === null) {
      for (let at = this.#nextRecord(text, 0); at !== -1; at = this.#nextRecord(text, at + 1)) this.#begun++
      return null
    }
    // The record that broke is the first that is not complete: by its number, in this text or before it.
    let [start, next] = [0, this.#nextRecord(text, 0)]
    for (let ahead = this.#complete - this.#begun; ahead >= 0 && next !== -1; ahead--)
      [start, next] = [next, this.#nextRecord(text, next + 1)]
    this.#fail(`not JSON (${this.#error})`, text.slice(start, next === -1 ? start + RAW_SHOWN : next))
    this.#seeking = true
    if (next !== -1) return text.slice(next)
    this.#skip(text.slice(start + RAW_SHOWN))
    return null
  }

  #seek(text: string): string | null {
    const at = this.#nextRecord(text, 0)
    this.#skip(at === -1 ? text : text.slice(0, at))
    if (at === -1) return null
    this.#seeking = false
    this.#error = null
    this.#begun = 0
    this.#complete = 0
    this.#parser = this.#begin()
    this.#parser.write('[')
    return text.slice(at).replace(/^\s*[[,]/, '')
  }

  /** Where the next line begins that begins a record, the first of the text among them; -1 when none does. */
  #nextRecord(text: string, from: number): number {
    let at = from === 0 && this.#fromStart ? 0 : lineAfter(text, from - 1)
    while (at !== -1 && !this.#beginsRecord(text, at)) at = lineAfter(text, at)
    return at
  }

  #beginsRecord(text: string, at: number): boolean {
    RECORD_LINE.lastIndex = at
    const found = RECORD_LINE.exec(text)
    if (found === null) return false
    const [, indent, mark] = found
    if (mark === '[') return true
    this.#indent ??= indent
    return indent === this.#indent
  }

  #skip(text: string): void {
    this.skippedCharacters += text.replaceAll(/[\s[\],]/g, '').length
  }

  #take(): ReadRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  #fail(reason: string, raw: string): void {
    this.#since = 0
    this.#rows.push({
      number: ++this.#row,
      fields: null,
      reason,
      raw: raw.trim().replace(/,$/, '').slice(0, RAW_SHOWN),
    })
  }

  #rowOf(value: unknown): ReadRow {
    const number = ++this.#row
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { number, fields: null, reason: 'not an object', raw: JSON.stringify(value).slice(0, RAW_SHOWN) }
    }
    const fields: Record<string, string> = {}
    for (const [name, field] of Object.entries(value)) fields[name] = textOf(field)
    return { number, fields, reason: null }
  }
}

/** The parser counts from where it was begun, which says nothing to anybody. */
const saidOf = (message: string): string =>
  message
    .toLowerCase()
    .replace(/ at chunk position "\d+"( \(absolute position "\d+"\))?/, '')
    .replace('"\n"', 'end of line')

function lineAfter(text: string, at: number): number {
  const end = text.indexOf('\n', Math.max(0, at))
  return end === -1 ? -1 : end + 1
}

const textOf = (field: unknown): string =>
  field === null || field === undefined ? '' : typeof field === 'string' ? field : JSON.stringify(field)

export const format: FormatSpec = {
  name: 'json',
  title: 'JSON',
  extension: 'json',
  reader: () => new JsonReader(),
  write: (rows: readonly Fields[], columns) =>
    `[\n${rows
      .map((row) => JSON.stringify(Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? '']))))
      .join(',\n')}\n]\n`,
}
