import { describe, expect, it } from 'vitest'
import { MvccStore } from './mvcc-store.ts'
import type { IsolationLevel, TxnId } from './outcome.ts'
import type { Table } from './table.ts'

type Night = { available: number }
const takeOne = {
  add: { available: -1 },
  where: [{ column: 'available', is: '>', value: 0 }],
} as const

function hotel(available = 1): { store: MvccStore; nights: Table<Night> } {
  const store = new MvccStore({ serializable: 'snapshot-isolation' })
  const nights = store.createTable<Night>('nights', {
    checks: [{ column: 'available', is: '>=', value: 0 }],
  })
  for (const key of [15, 16, 17]) store.load(nights, key, { available })
  return { store, nights }
}

function begin(store: MvccStore, count: number, level: IsolationLevel = 'read-committed'): TxnId[] {
  return Array.from({ length: count }, () => store.begin(level, 0))
}

function availableNow(store: MvccStore, nights: Table<Night>, key: number): number | undefined {
  const txn = store.begin('read-committed', 0)
  const outcome = store.read(txn, nights, key)
  store.commit(txn)
  return outcome.status === 'ok' ? outcome.value?.row.available : undefined
}

describe('read committed', () => {
  it('judges a row again by its newest version after waiting for it', () => {
    const { store, nights } = hotel(1)
    const [a, b] = begin(store, 2)
    expect(store.update(a, nights, 15, takeOne)).toMatchObject({ value: { affected: 1 } })
    expect(store.update(b, nights, 15, takeOne).status).toBe('blocked')
    store.commit(a)
    expect(store.update(b, nights, 15, takeOne)).toMatchObject({ status: 'ok', value: { affected: 0 } })
  })

  it('changes nothing when the row has gone while it waited', () => {
    const { store, nights } = hotel()
    const [a, b] = begin(store, 2)
    store.delete(a, nights, 15)
    store.write(b, nights, 15, { available: 5 })
    store.commit(a)
    expect(store.write(b, nights, 15, { available: 5 })).toMatchObject({ value: { affected: 0 } })
    store.commit(b)
    expect(availableNow(store, nights, 15)).toBeUndefined()
  })
})

describe('snapshot isolation', () => {
  it('takes its snapshot at the first statement, not at the beginning', () => {
    const { store, nights } = hotel(1)
    const [a, b] = begin(store, 2, 'snapshot')
    store.write(a, nights, 15, { available: 2 })
    store.commit(a)
    expect(store.read(b, nights, 15)).toMatchObject({ value: { row: { available: 2 } } })
  })

  it('loses to whoever updated first: at once if that has committed, else when it commits', () => {
    const { store, nights } = hotel()
    const [a, b, c] = begin(store, 3, 'snapshot')
    for (const txn of [b, c]) store.read(txn, nights, 17)
    store.write(a, nights, 15, { available: 2 })
    expect(store.write(b, nights, 15, { available: 3 }).status).toBe('blocked')
    store.commit(a)
    const lost = {
      status: 'failed',
      reason: 'serialization-failure',
      cause: { kind: 'first-updater-wins', table: 'nights', key: 15, by: a },
      wake: [],
    }
    expect(store.write(b, nights, 15, { available: 3 })).toEqual(lost)
    expect(store.selectForUpdate(c, nights, 15)).toEqual(lost)
    expect(store.counters.firstUpdaterFailures).toBe(2)
  })

  it('goes on when the one it waited for rolls back, or has only locked the row', () => {
    const { store, nights } = hotel()
    const [a, b, c] = begin(store, 3, 'snapshot')
    store.write(a, nights, 15, { available: 2 })
    store.selectForUpdate(b, nights, 15)
    store.write(c, nights, 15, { available: 3 })
    expect(store.abort(a).wake).toEqual([b])
    expect(store.selectForUpdate(b, nights, 15)).toMatchObject({ value: { row: { available: 1 } } })
    expect(store.commit(b).wake).toEqual([c])
    expect(store.write(c, nights, 15, { available: 3 }).status).toBe('ok')
    expect(store.commit(c).status).toBe('ok')
  })

  it('does not insert over a row deleted after its snapshot', () => {
    const { store, nights } = hotel()
    const [a, b] = begin(store, 2, 'snapshot')
    store.read(b, nights, 17)
    store.delete(a, nights, 15)
    store.commit(a)
    expect(store.insert(b, nights, 15, { available: 1 })).toMatchObject({ reason: 'serialization-failure' })
  })
})

describe('an optimistic write', () => {
  it('goes through only on the version that was read, even when another value is back', () => {
    const { store, nights } = hotel(1)
    const [a, b] = begin(store, 2)
    const found = store.read(a, nights, 15)
    const version = found.status === 'ok' ? (found.value?.version ?? -1) : -1
    store.write(b, nights, 15, { available: 2 })
    store.commit(b)
    expect(store.writeIf(a, nights, 15, version, { available: 0 })).toMatchObject({ value: { affected: 0 } })
    const again = store.read(a, nights, 15)
    const latest = again.status === 'ok' ? (again.value?.version ?? -1) : -1
    expect(store.writeIf(a, nights, 15, latest, { available: 0 })).toMatchObject({ value: { affected: 1 } })
  })
})

describe('a crash', () => {
  it('rolls back what was active, keeps what was committed, and forgets the old ids', () => {
    const { store, nights } = hotel(5)
    const [a, b, c] = begin(store, 3, 'serializable')
    store.write(a, nights, 15, { available: 4 })
    store.commit(a)
    store.write(b, nights, 16, { available: 0 })
    store.insert(b, nights, 18, { available: 1 })
    store.write(c, nights, 16, { available: 1 })
    store.recover()
    expect(store.commit(b)).toMatchObject({ status: 'failed', reason: 'transaction-ended' })
    expect([15, 16, 18].map((key) => availableNow(store, nights, key))).toEqual([4, 5, undefined])
    expect(store.begin('snapshot', 0)).toBeGreaterThan(c)
    const { locks, retainedCount, tables } = store.inspect(0)
    expect({ locks, retainedCount, tables }).toEqual({
      locks: [],
      retainedCount: 0,
      tables: [{ name: 'nights', keys: 3, versions: 3, uniqueKeys: 0 }],
    })
  })
})

describe('versions', () => {
  it('are kept as far back as the oldest snapshot in use, and no longer', () => {
    const { store, nights } = hotel(0)
    const old = store.begin('snapshot', 0)
    store.read(old, nights, 15)
    for (let available = 1; available <= 5; available++) {
      const txn = store.begin('read-committed', 0)
      store.write(txn, nights, 15, { available })
      store.commit(txn)
    }
    const chain = store.versionsOf(nights, 15)
    expect(chain.map(({ row }) => row)).toEqual([5, 4, 3, 2, 1, 0].map((available) => ({ available })))
    for (let at = 1; at < chain.length; at++) expect(chain[at].endSequence).toBe(chain[at - 1].beginSequence)
    expect(store.read(old, nights, 15)).toMatchObject({ value: { row: { available: 0 } } })
    store.commit(old)
    expect(store.versionsOf(nights, 15).map(({ row }) => row)).toEqual([{ available: 5 }])
    expect(store.inspect(0).versionsReclaimed).toBe(5)
  })
})
