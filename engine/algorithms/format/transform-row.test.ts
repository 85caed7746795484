import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rowProblem } from './check-row.ts'
import type { Column } from './file-format.ts'
import { transformRow } from './transform-row.ts'

const COLUMNS: readonly Column[] = [
  { name: 'customer', type: 'text', width: 20 },
  { name: 'cents', type: 'integer', width: 12 },
  { name: 'day', type: 'date', width: 12 },
]
const row = (cents: string, day: string, customer = 'Ada') => ({ customer, cents, day })
const AGREED = row('1250', '2026-12-31')

describe('a row on its way into the table', () => {
  test('is left as it is where nothing is to be done, or nothing is wrong', () => {
    const spoilt = row('12,50', '31.12.2026')
    expect(transformRow(spoilt, COLUMNS, 'none')).toBe(spoilt)
    expect(transformRow(AGREED, COLUMNS, 'clean')).toBe(AGREED)
    expect(transformRow(AGREED, COLUMNS, 'guess')).toBe(AGREED)
  })

  test('is cleaned where a value can only mean one thing', () => {
    expect(transformRow(row(' 12,50', '31.12.2026 ', ' Ada '), COLUMNS, 'clean')).toEqual(AGREED)
    expect(transformRow(row('-0,05', '1.2.2026'), COLUMNS, 'clean')).toEqual(row('-005', '2026-02-01'))
  })

  test.each(['n/a', '12,5', '1,234,56', '12.50', '12,50 €', '', '0x10'])(
    'cents "%s" mean nothing: they stay, and are refused',
    (cents) => {
      const cleaned = transformRow(row(cents, '2026-12-31'), COLUMNS, 'clean')
      expect(cleaned).toMatchObject({ cents })
      expect(rowProblem(cleaned, COLUMNS, true)).toContain('cents')
    },
  )

  test('guessed at has values that nobody has sent', () => {
    const guessed = transformRow(row('12,50', '31.12.2026'), COLUMNS, 'guess')
    expect(guessed).toEqual(row('12', '2028-07-12'))
    expect(rowProblem(guessed, COLUMNS, true)).toBeNull()
  })

  test('cleaned twice is cleaned once, and what is fine is never touched', () => {
    const cents = fc.oneof(fc.integer().map(String), fc.string(), fc.stringMatching(/^-?\d{1,9},\d{2}$/))
    const day = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[0-3]?\d\.[01]?\d\.20\d{2}$/),
      fc.constant('2026-12-31'),
    )
    fc.assert(
      fc.property(cents, day, fc.string(), (...values) => {
        const sent = row(...values)
        const once = transformRow(sent, COLUMNS, 'clean')
        expect(transformRow(once, COLUMNS, 'clean')).toBe(once)
        if (rowProblem(sent, COLUMNS, true) === null && sent.customer === sent.customer.trim())
          expect(once).toBe(sent)
      }),
    )
  })
})
