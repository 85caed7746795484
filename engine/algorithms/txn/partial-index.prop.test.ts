import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MvccStore } from './mvcc-store.ts'
import type { IsolationLevel } from './outcome.ts'

type Order = { status: string; at: number }
const OPEN = [{ column: 'status', is: '=', value: 'open' }] as const
const KEYS = 12
const LEVELS: readonly IsolationLevel[] = ['read-uncommitted', 'read-committed', 'snapshot', 'serializable']

const step = fc.record({
  key: fc.nat({ max: KEYS - 1 }),
  does: fc.constantFrom('open', 'close', 'delete'),
  ends: fc.constantFrom('commit', 'abort', 'stays'),
})

function orders() {
  const store = new MvccStore({ serializable: 'snapshot-isolation' })
  const table = store.createTable<Order>('orders', { partial: [OPEN] })
  for (let key = 0; key < KEYS; key += 3)
    store.load(table, key, { status: key === 3 ? 'open' : 'closed', at: key })
  return { store, table }
}
type Bed = ReturnType<typeof orders>

function take({ store, table }: Bed, { key, does, ends }: { key: number; does: string; ends: string }) {
  const txn = store.begin('read-committed', 0)
  const row = { status: does === 'open' ? 'open' : 'closed', at: key }
  if (does === 'delete') store.delete(txn, table, key)
  else {
    const written = store.write(txn, table, key, row)
    if (written.status === 'ok' && written.value.affected === 0) store.insert(txn, table, key, row)
  }
  if (ends === 'commit') store.commit(txn)
  if (ends === 'abort') store.abort(txn)
}

describe('a search by a partial index', () => {
  it('finds what a scan of all rows finds, at every level, whatever is written meanwhile', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.constantFrom(...LEVELS), (steps, level) => {
        const bed = orders()
        const reader = bed.store.begin(level, 0)
        const search = (where: readonly (typeof OPEN)[number][]) =>
          bed.store.scan(reader, bed.table, 2, 9, where)
        search(OPEN) // takes the snapshot
        for (const each of steps) {
          take(bed, each)
          const all = search([])
          if (all.status !== 'ok') return
          const open = all.value.filter(({ row }) => row.status === 'open')
          expect(search(OPEN)).toEqual({ status: 'ok', value: open })
        }
      }),
      { numRuns: 400 },
    )
  })

  it('lets go of rows that are done, once no snapshot shows them otherwise', () => {
    const { store, table } = orders()
    const search = () => {
      const txn = store.begin('snapshot', 0)
      const found = store.scan(txn, table, 0, KEYS, OPEN)
      store.commit(txn)
      return found.status === 'ok' ? found.value.map(({ key }) => key) : found
    }
    const [index] = table.partial
    for (const key of [1, 2, 4]) take({ store, table }, { key, does: 'open', ends: 'commit' })
    expect([search(), index.size]).toEqual([[1, 2, 3, 4], 4])
    const old = store.begin('snapshot', 0)
    store.scan(old, table, 0, KEYS, OPEN)
    for (const key of [1, 2, 3]) take({ store, table }, { key, does: 'close', ends: 'commit' })
    expect([search(), index.size]).toEqual([[4], 4])
    store.commit(old)
    expect([search(), index.size]).toEqual([[4], 1])
  })

  it('answers its own conditions and no others', () => {
    const [index] = orders().table.partial
    expect(index.answers([{ column: 'status', is: '=', value: 'open' }])).toBe(true)
    expect(index.answers([])).toBe(false)
    expect(index.answers([{ column: 'status', is: '=', value: 'closed' }])).toBe(false)
  })
})
