import { expect, test } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { Export, ExportLedger } from './export-ledger.ts'
import { drawOrder, type SentRow } from './orders.ts'

const random = new RandomStream(1, 'orders')
const rowsOf = (count: number) => Array.from({ length: count }, (_, i) => drawOrder(i, i + 1, 0.2, random))

function exported(ledger: ExportLedger, name: string, rows: readonly SentRow[]): Export {
  const each = new Export(name, new Uint8Array(3), 7, rows)
  ledger.add(each)
  return each
}

test('an export tells its rows as they were sent', () => {
  const rows = rowsOf(50)
  const each = exported(new ExportLedger(), 'a', rows)
  expect(each.rows()).toEqual(rows)
  expect(each.malformed).toBe(rows.filter(({ malformed }) => malformed).length)
})

test('what is stored waits no more, and is known by its size and checksum', () => {
  const ledger = new ExportLedger()
  const [a, b] = [exported(ledger, 'a', rowsOf(2)), exported(ledger, 'b', rowsOf(2))]
  ledger.stored(a)
  expect(ledger.waiting()).toEqual([b])
  expect(ledger.get('a')).toMatchObject({ bytes: null, sizeBytes: 3, crc: 7, rowCount: 2 })
})

test('rows of old files are forgotten, but of none that is not stored yet', () => {
  const ledger = new ExportLedger()
  const rows = rowsOf(25_000)
  const [waits, old, ...later] = ['waits', 'old', 'c', 'd', 'e'].map((name) => exported(ledger, name, rows))
  for (const each of [old, ...later]) ledger.stored(each)
  const isKnown = Object.fromEntries([waits, old, ...later].map((each) => [each.name, each.rows() !== null]))
  expect(isKnown).toEqual({ waits: true, old: false, c: false, d: true, e: true })
})

test('the latest two hundred are remembered', () => {
  const ledger = new ExportLedger()
  for (let i = 0; i < 250; i++) exported(ledger, `file ${i}`, [])
  expect(ledger.size).toBe(200)
  expect(ledger.get('file 49')).toBeUndefined()
  expect(ledger.latest(2).map(({ name }) => name)).toEqual(['file 249', 'file 248'])
})
