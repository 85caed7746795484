/** A column of a table of records. Widths are those of fixed-width files. */
export interface Column {
  readonly name: string
  readonly type: 'text' | 'integer' | 'date'
  readonly width: number
}

/** A record as text by column. */
export type Fields = Readonly<Record<string, string>>

/** One record of a file: its fields, or why it has none. */
export type ReadRow =
  | { readonly number: number; readonly fields: Fields; readonly reason: null }
  | { readonly number: number; readonly fields: null; readonly reason: string; readonly raw: string }

/**
 * Reads records from text that comes piece by piece, wherever it was cut. What it cannot read becomes a row with a reason; after a record
 * that is broken it goes on with the next that it can find.
 */
export interface RowReader {
  /** Text that is not a whole record yet, in characters: all that it holds. */
  readonly heldCharacters: number
  /** What was passed over since a record broke, and stands in no row: it could not be told what it was. */
  readonly skippedCharacters: number
  push(text: string): ReadRow[]
  /** There is no more. */
  end(): ReadRow[]
}

/** One entry of the catalogue of formats. */
export interface FormatSpec {
  /** Unique, kebab-case; the file's name. */
  readonly name: string
  readonly title: string
  /** Of files that are in it, without a dot. */
  readonly extension: string
  /** `columns` null: they are taken from the file itself. */
  reader(columns: readonly Column[] | null): RowReader
  write(rows: readonly Fields[], columns: readonly Column[]): string
}
