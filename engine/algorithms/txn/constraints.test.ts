import { describe, expect, it } from 'vitest'
import { MvccStore } from './mvcc-store.ts'
import type { IsolationLevel } from './outcome.ts'

type Booking = { room: number; night: number; status: string | null }
const LEVELS: readonly IsolationLevel[] = ['read-committed', 'snapshot', 'serializable']

function bookings() {
  const store = new MvccStore({ serializable: 'snapshot-isolation' })
  const table = store.createTable<Booking>('bookings', {
    unique: [
      {
        columns: ['room', 'night'],
        where: [{ column: 'status', is: '=', value: 'live' }],
      },
    ],
  })
  return { store, table }
}

const live = (room: number, night: number): Booking => ({ room, night, status: 'live' })

describe('a unique constraint', () => {
  it.each(LEVELS)('waits for an uncommitted duplicate, and fails when that commits, at %s', (level) => {
    const { store, table } = bookings()
    const [a, b] = [store.begin(level, 0), store.begin(level, 0)]
    store.insert(a, table, 'first', live(101, 15))
    expect(store.insert(b, table, 'second', live(101, 15))).toEqual({ status: 'blocked', waitsFor: a })
    expect(store.commit(a)).toMatchObject({ wake: [b] })
    expect(store.insert(b, table, 'second', live(101, 15))).toEqual({
      status: 'failed',
      reason: 'unique-violation',
      cause: { kind: 'duplicate', table: 'bookings', columns: ['room', 'night'], of: 'first' },
      wake: [],
    })
    expect(store.counters.uniqueViolations).toBe(1)
  })

  it('goes through when the uncommitted duplicate is rolled back', () => {
    const { store, table } = bookings()
    const [a, b] = [store.begin('read-committed', 0), store.begin('read-committed', 0)]
    store.insert(a, table, 'first', live(101, 15))
    store.insert(b, table, 'second', live(101, 15))
    expect(store.abort(a).wake).toEqual([b])
    expect(store.insert(b, table, 'second', live(101, 15)).status).toBe('ok')
  })

  it('leaves no trace of keys that nobody took in the end', () => {
    const { store, table } = bookings()
    const [a, b] = [store.begin('read-committed', 0), store.begin('read-committed', 0)]
    store.insert(a, table, 'first', live(101, 15))
    store.insert(b, table, 'second', live(101, 15))
    store.abort(a)
    store.abort(b)
    expect(store.inspect(0).tables).toEqual([{ name: 'bookings', keys: 0, versions: 0, uniqueKeys: 0 }])
  })

  it('does not count rows that do not meet its condition: a cancelled slot can be booked again', () => {
    const { store, table } = bookings()
    store.load(table, 'first', live(101, 15))
    const a = store.begin('read-committed', 0)
    store.update(a, table, 'first', { set: { status: 'cancelled' } })
    expect(store.insert(a, table, 'second', live(101, 15)).status).toBe('ok')
    store.commit(a)
    const b = store.begin('read-committed', 0)
    expect(store.update(b, table, 'first', { set: { status: 'live' } })).toMatchObject({
      reason: 'unique-violation',
    })
  })

  it('frees the key of a deleted row once the deletion has committed', () => {
    const { store, table } = bookings()
    store.load(table, 'first', live(101, 15))
    const [a, b] = [store.begin('read-committed', 0), store.begin('read-committed', 0)]
    store.delete(a, table, 'first')
    expect(store.insert(b, table, 'second', live(101, 15))).toEqual({ status: 'blocked', waitsFor: a })
    store.commit(a)
    expect(store.insert(b, table, 'second', live(101, 15)).status).toBe('ok')
    expect(store.commit(b).status).toBe('ok')
    const c = store.begin('read-committed', 0)
    expect(store.insert(c, table, 'third', live(101, 15))).toMatchObject({ reason: 'unique-violation' })
  })

  it('lets null cells repeat', () => {
    const store = new MvccStore({ serializable: 'snapshot-isolation' })
    const table = store.createTable<Booking>('bookings', {
      unique: [{ columns: ['status'] }, { columns: ['night', 'status'] }],
    })
    const txn = store.begin('read-committed', 0)
    for (const key of [1, 2]) {
      expect(store.insert(txn, table, key, { room: 1, night: 1, status: null }).status).toBe('ok')
    }
  })

  it('does not give away a key freed after the snapshot: who saw its owner could not come after', () => {
    const { store, table } = bookings()
    store.load(table, 'first', live(101, 15))
    const [a, b] = [store.begin('serializable', 0), store.begin('serializable', 0)]
    expect(store.read(b, table, 'first').status).toBe('ok')
    store.delete(a, table, 'first')
    store.commit(a)
    expect(store.insert(b, table, 'second', live(101, 15))).toMatchObject({
      reason: 'serialization-failure',
      cause: { kind: 'first-updater-wins', by: a },
    })
  })

  it('takes part in deadlocks', () => {
    const { store, table } = bookings()
    const [a, b] = [store.begin('read-committed', 0), store.begin('read-committed', 0)]
    store.insert(a, table, 1, live(101, 15))
    store.insert(b, table, 2, live(102, 15))
    store.insert(a, table, 3, live(102, 15))
    expect(store.insert(b, table, 4, live(101, 15))).toMatchObject({ reason: 'deadlock', wake: [a] })
  })
})

describe('the primary key', () => {
  it('is unique too', () => {
    const { store, table } = bookings()
    store.load(table, 1, live(101, 15))
    const txn = store.begin('snapshot', 0)
    expect(store.insert(txn, table, 1, live(102, 15))).toMatchObject({ reason: 'unique-violation' })
  })

  it('tells the integer 1 from the string "1", and takes no fractions', () => {
    const { store, table } = bookings()
    const txn = store.begin('snapshot', 0)
    store.insert(txn, table, 1, live(1, 1))
    expect(store.insert(txn, table, '1', live(1, 2)).status).toBe('ok')
    expect(() => store.insert(txn, table, 1.5, live(1, 3))).toThrow('a string or a safe integer')
  })
})

describe('a check constraint', () => {
  it('rolls back the transaction that breaks it, be it between two columns', () => {
    type Room = { sold: number; capacity: number }
    const store = new MvccStore({ serializable: 'snapshot-isolation' })
    const rooms = store.createTable<Room>('rooms', {
      checks: [{ column: 'sold', is: '<=', value: { column: 'capacity' } }],
    })
    store.load(rooms, 1, { sold: 0, capacity: 2 })
    const txn = store.begin('read-committed', 0)
    for (const expected of ['ok', 'ok', 'failed']) {
      expect(store.update(txn, rooms, 1, { add: { sold: 1 } }).status).toBe(expected)
    }
    expect(store.counters.checkViolations).toBe(1)
    const after = store.begin('read-committed', 0)
    expect(store.read(after, rooms, 1)).toMatchObject({ value: { row: { sold: 0 } } })
    expect(() => store.load(rooms, 2, { sold: 3, capacity: 2 })).toThrow('meets the checks')
  })
})
