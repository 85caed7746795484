import { SaxesParser } from 'saxes'
import type { Fields, FormatSpec, ReadRow, RowReader } from '../file-format.ts'

const RAW_SHOWN = 200
const ROOT = 1
const RECORD = 2
const FIELD = 3

/**
 * Reads the children of the root as records and their children as fields. After a mistake in the markup nothing more can be read.
 * Source: XML 1.0, fifth edition; parsing by saxes, which is strict about being well-formed.
 */
class XmlReader implements RowReader {
  readonly #parser = new SaxesParser()
  #rows: ReadRow[] = []
  #row = 0
  #depth = 0
  #fields: Record<string, string> = {}
  #field = ''
  #text = ''
  #held = 0
  #broken = false

  constructor() {
    this.#parser.on('opentag', ({ name }) => this.#open(name))
    this.#parser.on('closetag', () => this.#close())
    this.#parser.on('text', (text) => this.#take(text))
    this.#parser.on('cdata', (text) => this.#take(text))
    this.#parser.on('error', (error) => this.#fail(error.message))
  }

  get heldCharacters(): number {
    return this.#held
  }

  push(text: string): ReadRow[] {
    if (this.#broken) return []
    this.#held += text.length
    this.#parser.write(text)
    return this.#read()
  }

  end(): ReadRow[] {
    if (!this.#broken) this.#parser.close()
    return this.#read()
  }

  #read(): ReadRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  #open(name: string): void {
    this.#depth++
    if (this.#depth === RECORD) this.#fields = {}
    if (this.#depth === FIELD) {
      this.#field = name
      this.#text = ''
    }
  }

  #close(): void {
    if (this.#broken) return
    if (this.#depth === FIELD) this.#fields[this.#field] = this.#text
    if (this.#depth === RECORD) {
      this.#rows.push({ number: ++this.#row, fields: this.#fields, reason: null })
      this.#held = 0
    }
    this.#depth--
  }

  #take(text: string): void {
    if (this.#depth >= FIELD) this.#text += text
  }

  #fail(message: string): void {
    if (this.#broken) return
    this.#broken = true
    const where = this.#depth < ROOT ? 'no root element' : `after record ${this.#row}`
    const raw = JSON.stringify(this.#fields).slice(0, RAW_SHOWN)
    this.#rows.push({
      number: ++this.#row,
      fields: null,
      reason: `not XML from here on, ${where} (${message})`,
      raw,
    })
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export const format: FormatSpec = {
  name: 'xml',
  title: 'XML',
  extension: 'xml',
  reader: () => new XmlReader(),
  write(rows: readonly Fields[], columns) {
    const records = rows.map((row) => {
      const fields = columns.map(({ name }) => `<${name}>${escaped(row[name] ?? '')}</${name}>`)
      return `  <record>${fields.join('')}</record>\n`
    })
    return `<?xml version="1.0" encoding="UTF-8"?>\n<records>\n${records.join('')}</records>\n`
  },
}
