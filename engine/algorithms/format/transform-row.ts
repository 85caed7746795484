import type { Column, Fields } from './file-format.ts'

/** What becomes of the text of one value on its way into the table. */
type Transform = (text: string, type: Column['type']) => string

const DOTTED_DATE = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/
const MONEY_WITH_COMMA = /^(-?\d{1,13}),(\d{2})$/
const LEADING_NUMBER = /^-?\d+/
const THREE_NUMBERS = /^(\d{1,4})\D(\d{1,2})\D(\d{1,4})$/

/**
 * Brings what can only mean one thing into the table's form: spaces around a value go, `31.12.2026` becomes `2026-12-31`, and `12,50`, where
 * cents belong, 1250. Everything else stays as it is, for the check that follows to refuse.
 */
const clean: Transform = (text, type) => {
  const value = text.trim()
  const date = type === 'date' ? DOTTED_DATE.exec(value) : null
  if (date !== null) return `${date[3]}-${date[2].padStart(2, '0')}-${date[1].padStart(2, '0')}`
  return type === 'integer' ? value.replace(MONEY_WITH_COMMA, '$1$2') : value
}

/**
 * Makes a value of everything, as careless programs do: a number is what a text begins with, and of a date the month comes first; a month
 * beyond the twelfth runs over into the next years.
 */
const guess: Transform = (text, type) => {
  if (type === 'integer') return LEADING_NUMBER.exec(text)?.[0] ?? text
  const date = type === 'date' ? THREE_NUMBERS.exec(text) : null
  if (date === null || date[1].length > 2) return text
  const months = Number(date[1]) - 1
  const year = Number(date[3]) + Math.floor(months / 12)
  return `${year}-${String((months % 12) + 1).padStart(2, '0')}-${date[2].padStart(2, '0')}`
}

/** The T of extract, transform, load: what is done to a row between the file and the table. */
export const TRANSFORMS = { none: null, clean, guess } as const satisfies Record<string, Transform | null>

/** The row in the table's form; the same object when nothing in it has changed. */
export function transformRow(
  fields: Fields,
  columns: readonly Column[],
  transform: keyof typeof TRANSFORMS,
): Fields {
  const change = TRANSFORMS[transform]
  if (change === null) return fields
  const changed = columns.flatMap(({ name, type }) => {
    const value = fields[name] === undefined ? undefined : change(fields[name], type)
    return value === undefined || value === fields[name] ? [] : [[name, value] as const]
  })
  return changed.length === 0 ? fields : { ...fields, ...Object.fromEntries(changed) }
}
