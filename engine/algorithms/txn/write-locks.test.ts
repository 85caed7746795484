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

describe('a row lock', () => {
  it('blocks the second writer until the first has ended, and names it', () => {
    const { store, nights } = hotel()
    const [a, b] = begin(store, 2)
    expect(store.write(a, nights, 15, { available: 7 }).status).toBe('ok')
    expect(store.write(b, nights, 15, { available: 8 })).toEqual({ status: 'blocked', waitsFor: a })
    expect(store.commit(a)).toMatchObject({ status: 'ok', wake: [b] })
    expect(store.write(b, nights, 15, { available: 8 })).toMatchObject({
      status: 'ok',
      value: { affected: 1 },
    })
    store.commit(b)
    expect(availableNow(store, nights, 15)).toBe(8)
  })

  it('passes from one to the next in the order of asking, one wake an end, though a thousand ask', () => {
    const { store, nights } = hotel(1_000)
    const txns = begin(store, 1_000)
    for (const txn of txns) store.update(txn, nights, 15, takeOne)
    expect(store.counters.lockWaits).toBe(999)
    const wakes = txns.map((txn) => {
      store.update(txn, nights, 15, takeOne)
      return store.commit(txn).wake
    })
    expect(wakes).toEqual([...txns.slice(1).map((txn) => [txn]), []])
    expect(store.counters.lockWaits).toBe(999)
  })

  it('is kept for the one who was woken against one who comes in between', () => {
    const { store, nights } = hotel()
    const [a, b, c] = begin(store, 3)
    store.write(a, nights, 15, { available: 7 })
    store.write(b, nights, 15, { available: 8 })
    store.commit(a)
    expect(store.write(c, nights, 15, { available: 9 })).toEqual({ status: 'blocked', waitsFor: b })
  })

  it('is kept so on a row that was never inserted, too', () => {
    const { store, nights } = hotel()
    const [a, b, c] = begin(store, 3)
    store.insert(a, nights, 18, { available: 1 })
    expect(store.insert(b, nights, 18, { available: 2 })).toEqual({ status: 'blocked', waitsFor: a })
    expect(store.abort(a).wake).toEqual([b])
    expect(store.insert(c, nights, 18, { available: 3 })).toEqual({ status: 'blocked', waitsFor: b })
  })

  it('keeps the place of one who asks again too early, and counts one wait', () => {
    const { store, nights } = hotel()
    const [a, b, c] = begin(store, 3)
    for (const txn of [a, b, c, b]) store.write(txn, nights, 15, { available: 5 })
    expect(store.counters.lockWaits).toBe(2)
    expect(store.commit(a).wake).toEqual([b])
  })

  it('is not waited for any more by one who does something else instead', () => {
    const { store, nights } = hotel()
    const [a, b] = begin(store, 2)
    for (const txn of [a, b]) store.write(txn, nights, 15, { available: 5 })
    store.read(b, nights, 16)
    expect(store.inspect(0).active.map(({ waitsFor }) => waitsFor)).toEqual([[], []])
    expect(store.commit(a).wake).toEqual([])
  })

  it('lets go of one who gives up waiting', () => {
    const { store, nights } = hotel()
    const [a, b, c] = begin(store, 3)
    for (const txn of [a, b, c]) store.write(txn, nights, 15, { available: 5 })
    expect(store.abort(b).wake).toEqual([])
    expect(store.commit(a).wake).toEqual([c])
  })

  it('does not stop readers, who see the last commit', () => {
    const { store, nights } = hotel(3)
    const [a, b] = begin(store, 2)
    store.write(a, nights, 15, { available: 0 })
    expect(store.read(b, nights, 15)).toMatchObject({ value: { row: { available: 3 } } })
    store.commit(a)
    expect(store.read(b, nights, 15)).toMatchObject({ value: { row: { available: 0 } } })
  })
})

describe('a deadlock', () => {
  it('is found at once, and the one who closed the cycle gives up', () => {
    const { store, nights } = hotel()
    const [a, b, c] = begin(store, 3)
    const txnOfNight = [a, b, c] as const
    txnOfNight.forEach((txn, at) => store.write(txn, nights, 15 + at, { available: 9 }))
    expect(store.write(a, nights, 16, { available: 9 }).status).toBe('blocked')
    expect(store.write(b, nights, 17, { available: 9 }).status).toBe('blocked')
    expect(store.write(c, nights, 15, { available: 9 })).toEqual({
      status: 'failed',
      reason: 'deadlock',
      cause: { kind: 'deadlock', cycle: [c, a, b] },
      wake: [b],
    })
    expect(store.write(b, nights, 17, { available: 9 }).status).toBe('ok')
    expect(store.commit(b).wake).toEqual([a])
    expect(store.counters.deadlocks).toBe(1)
  })
})
