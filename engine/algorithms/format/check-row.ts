import type { Column, Fields } from './file-format.ts'

const INTEGER = /^-?\d{1,15}$/
const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
/** What a decoder puts where bytes were no text. */
const REPLACEMENT = '\uFFFD'

/** Why a record must not be loaded, for people; null when it may. */
export function rowProblem(fields: Fields, columns: readonly Column[], strictText: boolean): string | null {
  for (const { name, type } of columns) {
    const value = fields[name]
    if (value === undefined || value === '') return `${name} is missing`
    if (strictText && value.includes(REPLACEMENT)) return `${name} is not UTF-8 text`
    if (type === 'integer' && !INTEGER.test(value)) return `${name} "${value}" is not a whole number`
    if (type === 'date' && !DATE.test(value)) return `${name} "${value}" is not a date`
  }
  return null
}
