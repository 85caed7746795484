import { JSONParser } from '@streamparser/json'
import type { Fields, FormatSpec, ReadRow, RowReader } from '../file-format.ts'

const RAW_SHOWN = 200

/**
 * Reads an array of objects, each as soon as it is complete. After a mistake in the text itself nothing more can be read.
 * Source: RFC 8259; parsing by @streamparser/json.
 */
class JsonReader implements RowReader {
  readonly #parser = new JSONParser({ paths: ['$.*'], keepStack: false })
  #rows: ReadRow[] = []
  #row = 0
  #broken = false
  #since = 0
  #latest = ''

  constructor() {
    this.#parser.onValue = ({ value }) => {
      this.#since = 0
      this.#rows.push(this.#rowOf(value))
    }
    this.#parser.onError = (error) => {
      this.#broken = true
      this.#fail(`not JSON from here on (${error.message.toLowerCase()})`)
    }
  }

  get heldCharacters(): number {
    return this.#since
  }

  push(text: string): ReadRow[] {
    if (this.#broken || text === '') return []
    this.#latest = text
    this.#since += text.length
    this.#parser.write(text)
    return this.#take()
  }

  end(): ReadRow[] {
    if (!this.#broken && !this.#parser.isEnded) this.#fail('the file ends within the array')
    return this.#take()
  }

  #take(): ReadRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  #fail(reason: string): void {
    this.#rows.push({ number: ++this.#row, fields: null, reason, raw: this.#latest.slice(-RAW_SHOWN) })
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
