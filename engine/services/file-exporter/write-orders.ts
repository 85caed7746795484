import type { FormatSpec } from '../../algorithms/format/file-format.ts'
import { ORDER_COLUMNS, type SentRow } from './orders.ts'

/** An export as text. Each record is a line, in every format; those that are to be broken are broken there. */
export function writeOrders(rows: readonly SentRow[], format: FormatSpec): string {
  const text = format.write(
    rows.map(({ fields }) => fields),
    ORDER_COLUMNS,
  )
  if (!rows.some(({ broken }) => broken)) return text
  const lines = text.split('\n')
  const first = lines.findIndex((line) => line.includes(rows[0].fields.order))
  for (const { number, broken } of rows) {
    const at = first + number - 1
    if (broken) lines[at] = format.name === 'csv' && number % 2 === 0 ? openQuote(lines[at]) : half(lines[at])
  }
  return lines.join('\n')
}

/** As a program leaves it that died while it wrote. */
const half = (line: string): string => line.slice(0, Math.floor(line.length / 2))
/** As a program writes it that puts quotes around some fields, and forgets one. */
const openQuote = (line: string): string => line.replace(',', ',"')
