import { describe, expect, it } from 'vitest'
import { MvccStore } from './mvcc-store.ts'
import type { TxnId } from './outcome.ts'

function numbers(strategy: 'snapshot-isolation' | 'two-phase-locking' = 'snapshot-isolation') {
  const store = new MvccStore({ serializable: strategy })
  const table = store.createTable<number>('numbers')
  for (const key of [10, 20, 30]) store.load(table, key, key)
  const begin = (): TxnId => store.begin('serializable', 0)
  return { store, table, begin }
}

describe('conflicts between serializable snapshots', () => {
  it('are drawn whether the read or the write comes first', () => {
    const { store, table, begin } = numbers()
    const [a, b, c] = [begin(), begin(), begin()]
    store.read(a, table, 10)
    store.write(b, table, 10, 1)
    store.read(c, table, 10)
    expect(store.inspect(0).conflicts).toEqual([
      [a, b],
      [c, b],
    ])
  })

  it('are drawn to a key that was read while it was absent, and to one in the gaps of a range', () => {
    const { store, table, begin } = numbers()
    const [a, b, c] = [begin(), begin(), begin()]
    store.read(a, table, 25)
    store.scan(b, table, 21, 29)
    store.insert(c, table, 25, 0)
    expect(store.inspect(0).conflicts).toEqual([
      [a, c],
      [b, c],
    ])
  })

  it('are not drawn to a key outside the range, though it falls into the same gap', () => {
    const { store, table, begin } = numbers()
    const [a, b] = [begin(), begin()]
    store.scan(a, table, 21, 24)
    store.insert(b, table, 25, 0)
    expect(store.inspect(0).conflicts).toEqual([])
  })

  it('outlive the rollback of the row that was read', () => {
    const { store, table, begin } = numbers()
    const [a, b, c] = [begin(), begin(), begin()]
    store.insert(b, table, 25, 0)
    store.read(a, table, 25)
    store.abort(b)
    store.insert(c, table, 25, 0)
    expect(store.inspect(0).conflicts).toEqual([[a, c]])
  })

  it('are not drawn from a reader that committed before the writer took its snapshot', () => {
    const { store, table, begin } = numbers()
    const [old, reader] = [begin(), begin()]
    store.read(old, table, 30)
    store.read(reader, table, 10)
    store.commit(reader)
    const writer = begin()
    store.write(writer, table, 10, 1)
    expect(store.inspect(0).conflicts).toEqual([])
  })

  it('are drawn to the first writer after the version that was read, and not to those after it', () => {
    const { store, table, begin } = numbers()
    const [reader, first] = [begin(), begin()]
    store.read(reader, table, 10)
    store.write(first, table, 10, 1)
    store.commit(first)
    const second = begin()
    store.write(second, table, 10, 2)
    expect(store.inspect(0).conflicts).toEqual([[reader, first]])
  })

  it('alone fail nobody: a queue of readers and writers commits', () => {
    const { store, table, begin } = numbers()
    const [a, b, c] = [begin(), begin(), begin()]
    store.read(a, table, 10)
    store.write(b, table, 10, 1)
    store.read(b, table, 20)
    store.write(c, table, 20, 1)
    // a -> b -> c, and the first to commit is not the last of the three: in order a, b, c.
    expect([a, b, c].map((txn) => store.commit(txn).status)).toEqual(['ok', 'ok', 'ok'])
  })

  it('fail nobody either when the first of the three commits first', () => {
    const { store, table, begin } = numbers()
    const [a, b, c] = [begin(), begin(), begin()]
    store.read(a, table, 10)
    store.write(b, table, 10, 1)
    store.read(b, table, 20)
    store.write(c, table, 20, 1)
    expect([a, c, b].map((txn) => store.commit(txn).status)).toEqual(['ok', 'ok', 'ok'])
  })

  it('doom the pivot when the last of the three commits first; it learns of it at its next step', () => {
    const { store, table, begin } = numbers()
    const [a, b, c] = [begin(), begin(), begin()]
    store.read(a, table, 10)
    store.write(b, table, 10, 1)
    store.read(b, table, 20)
    store.write(c, table, 20, 1)
    expect(store.commit(c).status).toBe('ok')
    expect(store.inspect(0).active.map(({ id, doomed }) => [id, doomed])).toEqual([
      [a, false],
      [b, true],
    ])
    expect(store.read(b, table, 30)).toEqual({
      status: 'failed',
      reason: 'serialization-failure',
      cause: { kind: 'dangerous-structure', incoming: a, pivot: b, outgoing: c },
      wake: [],
    })
    expect(store.commit(a).status).toBe('ok')
    expect(store.counters.dangerousStructures).toBe(1)
  })

  it('find the read-only anomaly when the pivot reads last', () => {
    const { store, table, begin } = numbers()
    const [pivot, writer] = [begin(), begin()]
    store.write(pivot, table, 10, 1)
    store.write(writer, table, 20, 1)
    store.commit(writer)
    const observer = begin()
    expect(store.scan(observer, table, 10, 20)).toMatchObject({ value: [{ row: 10 }, { row: 1 }] })
    store.commit(observer)
    expect(store.read(pivot, table, 20)).toMatchObject({
      reason: 'serialization-failure',
      cause: { incoming: observer, pivot, outgoing: writer },
    })
  })

  it('let an observer be that took its snapshot before the writer committed', () => {
    const { store, table, begin } = numbers()
    const [pivot, writer, observer] = [begin(), begin(), begin()]
    store.read(observer, table, 30)
    store.write(pivot, table, 10, 1)
    store.write(writer, table, 20, 1)
    store.commit(writer)
    store.scan(observer, table, 10, 20)
    store.commit(observer)
    expect(store.read(pivot, table, 20).status).toBe('ok')
    expect(store.commit(pivot).status).toBe('ok')
  })

  it('let a pivot be whose incoming end committed before its outgoing end', () => {
    const { store, table, begin } = numbers()
    const [pivot, incoming, outgoing] = [begin(), begin(), begin()]
    store.write(pivot, table, 10, 1)
    store.read(incoming, table, 10)
    store.write(incoming, table, 30, 1)
    store.write(outgoing, table, 20, 1)
    expect([incoming, outgoing].map((txn) => store.commit(txn).status)).toEqual(['ok', 'ok'])
    expect(store.read(pivot, table, 20)).toMatchObject({ status: 'ok', value: { row: 20 } })
    expect(store.commit(pivot).status).toBe('ok')
  })

  it('are forgotten when no transaction that overlapped is active', () => {
    const { store, table, begin } = numbers()
    const [a, b] = [begin(), begin()]
    store.read(a, table, 10)
    store.write(b, table, 10, 1)
    store.commit(b)
    expect(store.inspect(0).retainedCount).toBe(1)
    store.commit(a)
    expect(store.inspect(0)).toMatchObject({ retainedCount: 0, conflicts: [] })
  })
})

describe('two-phase locking', () => {
  it('makes a writer wait for readers, and a reader for the writer', () => {
    const { store, table, begin } = numbers('two-phase-locking')
    const [a, b, c] = [begin(), begin(), begin()]
    store.read(a, table, 10)
    expect(store.write(b, table, 10, 1)).toEqual({ status: 'blocked', waitsFor: a })
    expect(store.read(c, table, 10)).toEqual({ status: 'blocked', waitsFor: b })
    expect(store.commit(a)).toMatchObject({ wake: [b] })
    expect(store.write(b, table, 10, 1).status).toBe('ok')
    expect(store.commit(b)).toMatchObject({ wake: [c] })
    expect(store.read(c, table, 10)).toMatchObject({ value: { row: 1 } })
  })

  it('lets a reader read again what it has locked while a writer waits for it', () => {
    const { store, table, begin } = numbers('two-phase-locking')
    const [a, b] = [begin(), begin()]
    store.scan(a, table, 10, 20)
    expect(store.write(b, table, 10, 1).status).toBe('blocked')
    expect(store.read(a, table, 10)).toMatchObject({ status: 'ok', value: { row: 10 } })
    expect(store.commit(a)).toMatchObject({ wake: [b] })
  })

  it('keeps a range as it was read', () => {
    const { store, table, begin } = numbers('two-phase-locking')
    const [a, b] = [begin(), begin()]
    store.scan(a, table, 21, 29)
    expect(store.insert(b, table, 25, 1)).toEqual({ status: 'blocked', waitsFor: a })
    expect(store.insert(begin(), table, 40, 1).status).toBe('ok')
  })

  it('turns the lost update of two readers into a deadlock, and the survivor goes on', () => {
    const { store, table, begin } = numbers('two-phase-locking')
    const [a, b] = [begin(), begin()]
    for (const txn of [a, b]) store.read(txn, table, 10)
    expect(store.write(a, table, 10, 11)).toEqual({ status: 'blocked', waitsFor: b })
    expect(store.write(b, table, 10, 11)).toMatchObject({ reason: 'deadlock', wake: [a] })
    expect(store.write(a, table, 10, 11).status).toBe('ok')
  })

  it('does not wake one who has stopped waiting', () => {
    const { store, table, begin } = numbers('two-phase-locking')
    const [a, b] = [begin(), begin()]
    store.read(a, table, 10)
    store.write(b, table, 10, 11)
    store.abort(b)
    expect(store.commit(a)).toMatchObject({ wake: [] })
  })
})
