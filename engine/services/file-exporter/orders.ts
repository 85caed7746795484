import type { Column, Fields } from '../../algorithms/format/file-format.ts'
import type { RandomStream } from '../../lib/random.ts'

/** What a file of orders has in it. Widths are those of the fixed-width format. */
export const ORDER_COLUMNS: readonly Column[] = [
  { name: 'order', type: 'text', width: 12 },
  { name: 'customer', type: 'text', width: 24 },
  { name: 'country', type: 'text', width: 9 },
  { name: 'cents', type: 'integer', width: 12 },
  { name: 'day', type: 'date', width: 12 },
]

const FIRST = ['Zoë', 'Ada', 'João', 'Li', 'Märta', 'Omar', 'Inês', 'Tom', 'Søren', 'Ana']
const LAST = ['Nuñez', 'Okafor', 'Müller', 'Smith', "O'Brien", 'Sánchez', 'Lund', 'Costa', 'Kim', 'Rossi']
const COUNTRIES = ['PT', 'NG', 'PE', 'PK', 'DE', 'DK', 'KR']

/** One row of an export: what it says, and whether it is one of those that must be rejected. */
export interface SentRow {
  readonly number: number
  readonly fields: Fields
  /** Of columns that are written in another form than was agreed on: what they mean, in the agreed one. */
  readonly meant: Fields
  readonly malformed: boolean
  /** What stands in the file is no record: it ends in its middle, or a quote is left open. */
  readonly broken: boolean
}

/** An order, sometimes spoilt in one of the ways that partners spoil them. */
export function drawOrder(
  serial: number,
  number: number,
  malformedShare: number,
  random: RandomStream,
): SentRow {
  const fields = {
    order: `O-${String(serial).padStart(7, '0')}`,
    customer: `${pick(FIRST, random)} ${pick(LAST, random)}`,
    country: pick(COUNTRIES, random),
    cents: String(100 + random.below(99_900)),
    day: `2026-0${1 + random.below(9)}-${10 + random.below(19)}`,
  }
  const row = { number, fields, meant: {}, malformed: false, broken: false }
  if (!random.chance(malformedShare)) return row
  const spoilt = pick(SPOILT, random)
  if (spoilt === BROKEN) return { ...row, malformed: true, broken: true }
  const { meant = {}, ...values } = spoilt
  return { ...row, fields: { ...fields, ...values }, meant, malformed: true }
}

const BROKEN = 'broken'
const SPOILT: readonly (
  | { cents?: string; country?: string; day?: string; meant?: Fields }
  | typeof BROKEN
)[] = [
  { cents: 'n/a' },
  { cents: '12,50', meant: { cents: '1250' } },
  { country: '' },
  { day: '31.12.2026', meant: { day: '2026-12-31' } },
  BROKEN,
]

const pick = <T>(from: readonly T[], random: RandomStream): T => from[random.below(from.length)]
