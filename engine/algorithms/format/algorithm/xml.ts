import { SaxesParser } from 'saxes'
import type { Column, Fields, FormatSpec, ReadRow, RowReader } from '../file-format.ts'

const RAW_SHOWN = 200
const ROOT = 1
const RECORD = 2
const FIELD = 3

/** A record is broken: thrown out of the parser, which would go on. */
class BrokenRecord extends Error {
  constructor(
    reason: string,
    /** What the parser has read. */
    readonly position: number,
    /** What stands before the rest when that begins within a record; null when the next is yet to be found. */
    readonly before: string | null,
  ) {
    super(reason)
  }
}

/**
 * Reads the children of the root as records; their attributes and their children are fields, and an attribute of a child is one by both
 * names: `price.currency`. After a mistake in the markup it goes on with the next tag that
 * begins as records do.
 * Source: XML 1.0, fifth edition; parsing by saxes, which is strict about being well-formed.
 */
class XmlReader implements RowReader {
  #parser = this.#begin()
  /** What the parser was given. */
  #given = 0
  #rows: ReadRow[] = []
  #row = 0
  #depth = 0
  #root = ''
  #record: string | null = null
  #nests = false
  #fields: Record<string, string> = {}
  #field = ''
  #text = ''
  #held = 0
  /** While the next record is sought: the end of what was passed over, in which its tag may begin. */
  #seeking: string | null = null
  skippedCharacters = 0

  constructor(readonly columns: readonly Column[] | null) {}

  get heldCharacters(): number {
    return this.#held
  }

  push(text: string): ReadRow[] {
    let rest: string | null = text
    while (rest !== null) rest = this.#write(rest)
    return this.#read()
  }

  end(): ReadRow[] {
    if (this.#seeking === null) this.#guarded(() => this.#parser.close())
    return this.#read()
  }

  #begin(): SaxesParser {
    const parser = new SaxesParser()
    parser.on('opentag', ({ name, attributes }) => this.#open(name, attributes))
    parser.on('closetag', () => this.#close())
    parser.on('text', (text) => this.#take(text))
    parser.on('cdata', (text) => this.#take(text))
    parser.on('error', ({ message }) => {
      throw new BrokenRecord(`not XML (${message})`, parser.position, null)
    })
    return parser
  }

  #read(): ReadRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  /** Reads on; returns what there is to begin with again after a mistake, or null. */
  #write(text: string): string | null {
    if (this.#seeking !== null) return this.#seek(this.#seeking + text)
    const given = this.#given
    this.#held += text.length
    this.#given += text.length
    const broken = this.#guarded(() => this.#parser.write(text))
    if (broken === null) return null
    const at = Math.min(text.length, Math.max(0, broken.position - given))
    this.#seeking = ''
    // A tag that nobody has closed ends where the next one opens, with the letter that was just read.
    return broken.before === null ? text.slice(Math.max(0, at - 1)) : broken.before + text.slice(at)
  }

  #guarded(work: () => void): BrokenRecord | null {
    try {
      work()
      return null
    } catch (error) {
      if (!(error instanceof BrokenRecord)) throw error
      const raw = JSON.stringify({ ...this.#fields, ...(this.#text !== '' && { [this.#field]: this.#text }) })
      const number = ++this.#row
      this.#rows.push({ number, fields: null, reason: error.message, raw: raw.slice(0, RAW_SHOWN) })
      this.#held = 0
      return error
    }
  }

  #seek(text: string): string | null {
    const tag = `<${this.#record ?? ''}`
    let at = this.#record === null ? -1 : text.indexOf(tag)
    while (at !== -1 && /[^\s/>]/.test(text.charAt(at + tag.length))) at = text.indexOf(tag, at + 1)
    const isWhole = at !== -1 && at + tag.length < text.length
    const passed = isWhole ? at : Math.max(0, text.length - tag.length)
    this.skippedCharacters += text.slice(0, passed).replaceAll(/<\/[^>]*>|\s/g, '').length
    this.#seeking = isWhole ? null : text.slice(passed)
    if (!isWhole) return null
    this.#parser = this.#begin()
    this.#depth = 0
    const root = `<${this.#root}>`
    this.#given = root.length
    this.#parser.write(root)
    return text.slice(at)
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#depth++
    if (this.#depth === ROOT) this.#root = name
    if (this.#depth === RECORD) {
      this.#record ??= name
      this.#fields = { ...attributes }
      this.#field = ''
      this.#text = ''
    } else if (this.#depth >= FIELD && name === this.#record) this.#meetsRecordWithin(name)
    if (this.#depth === FIELD) {
      this.#field = name
      this.#text = ''
      for (const [attribute, value] of Object.entries(attributes))
        this.#fields[`${name}.${attribute}`] = value
    }
  }

  /** A record within a record: one that was never closed, unless the first has such a thing in it and no columns are declared. */
  #meetsRecordWithin(name: string): void {
    if (this.columns === null && this.#row === 0) this.#nests = true
    if (this.#nests) return
    throw new BrokenRecord(`not XML (unclosed tag: ${name})`, this.#parser.position, `<${name}>`)
  }

  #close(): void {
    if (this.#depth === FIELD) {
      this.#fields[this.#field] = this.#text
      this.#text = ''
    }
    if (this.#depth === RECORD) {
      this.#rows.push({ number: ++this.#row, fields: this.#fields, reason: null })
      this.#held = 0
    }
    this.#depth--
  }

  #take(text: string): void {
    if (this.#depth >= FIELD) this.#text += text
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export const format: FormatSpec = {
  name: 'xml',
  title: 'XML',
  extension: 'xml',
  reader: (columns) => new XmlReader(columns),
  write(rows: readonly Fields[], columns) {
    const records = rows.map((row) => {
      const fields = columns.map(({ name }) => `<${name}>${escaped(row[name] ?? '')}</${name}>`)
      return `  <record>${fields.join('')}</record>\n`
    })
    return `<?xml version="1.0" encoding="UTF-8"?>\n<records>\n${records.join('')}</records>\n`
  },
}
