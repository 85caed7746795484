import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MvccStore } from './mvcc-store.ts'
import type { IsolationLevel, TxnId } from './outcome.ts'
import type { Table } from './table.ts'

const ACCOUNTS = 4
const BALANCE = 100

interface Transfer {
  readonly from: number
  readonly to: number
  readonly amount: number
}

interface Teller extends Transfer {
  readonly txn: TxnId
  /** The steps: read from, read to, write from, write to, commit. */
  step: number
  readonly balances: number[]
  blocked: boolean
  over: boolean
}

const transfer = fc
  .record({
    from: fc.nat({ max: ACCOUNTS - 1 }),
    to: fc.nat({ max: ACCOUNTS - 1 }),
    amount: fc.integer({ min: 1, max: 9 }),
  })
  .filter(({ from, to }) => from !== to)
const workload = fc.record({
  transfers: fc.array(transfer, { minLength: 2, maxLength: 8 }),
  schedule: fc.array(fc.nat({ max: 7 }), { minLength: 20, maxLength: 60 }),
})

function bank() {
  const store = new MvccStore({ serializable: 'snapshot-isolation' })
  const accounts = store.createTable<number>('accounts')
  for (let key = 0; key < ACCOUNTS; key++) store.load(accounts, key, BALANCE)
  return { store, accounts }
}

/** Read, read, write, write: the transfer that trusts what it read. */
function advance(store: MvccStore, accounts: Table<number>, teller: Teller): readonly TxnId[] {
  const { txn, from, to, amount, balances, step } = teller
  if (step === 4) {
    teller.over = true
    return store.commit(txn).wake
  }
  const key = step % 2 === 0 ? from : to
  const change = step === 2 ? -amount : amount
  const outcome =
    step < 2 ? store.read(txn, accounts, key) : store.write(txn, accounts, key, balances[step - 2] + change)
  teller.blocked = outcome.status === 'blocked'
  if (outcome.status === 'failed') {
    teller.over = true
    return outcome.wake
  }
  if (outcome.status === 'blocked') return []
  if (outcome.value !== undefined && 'row' in outcome.value) balances.push(outcome.value.row)
  teller.step++
  return []
}

function moneyAfter(
  level: IsolationLevel,
  transfers: readonly Transfer[],
  schedule: readonly number[],
): number {
  const { store, accounts } = bank()
  const tellers = transfers.map((transfer): Teller => ({
    ...transfer,
    txn: store.begin(level, 0),
    step: 0,
    balances: [],
    blocked: false,
    over: false,
  }))
  const turn = (teller: Teller) => {
    if (teller.over || teller.blocked) return
    const woken = advance(store, accounts, teller)
    for (const other of tellers) if (woken.includes(other.txn)) other.blocked = false
  }
  for (const at of schedule) turn(tellers[at % tellers.length])
  while (tellers.some(({ over }) => !over)) {
    expect(tellers.some(({ over, blocked }) => !over && !blocked)).toBe(true)
    for (const teller of tellers) turn(teller)
  }
  return total(store, accounts)
}

function total(store: MvccStore, accounts: Table<number>): number {
  const txn = store.begin('read-committed', 0)
  const outcome = store.scan(txn, accounts, 0, ACCOUNTS)
  store.commit(txn)
  if (outcome.status !== 'ok') throw new Error('a plain read went wrong')
  return outcome.value.reduce((sum, { row }) => sum + row, 0)
}

describe('transfers that read balances and then write them', () => {
  it.each(['snapshot', 'serializable'] as const)('conserve money at %s', (level) => {
    fc.assert(
      fc.property(workload, ({ transfers, schedule }) => {
        expect(moneyAfter(level, transfers, schedule)).toBe(ACCOUNTS * BALANCE)
      }),
      { numRuns: 500 },
    )
  })

  it('lose updates at read committed', () => {
    const search = fc.check(
      fc.property(
        workload,
        ({ transfers, schedule }) => moneyAfter('read-committed', transfers, schedule) === ACCOUNTS * BALANCE,
      ),
      { numRuns: 500 },
    )
    expect(search.failed).toBe(true)
    expect(search.counterexample?.[0].transfers).toHaveLength(2)
  })
})

describe('a snapshot', () => {
  const write = fc.record({ key: fc.nat({ max: 9 }), value: fc.option(fc.integer(), { nil: undefined }) })

  it('shows the same rows whenever it is read, whatever commits or rolls back meanwhile', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(write, fc.boolean()), { maxLength: 30 }), (writes) => {
        const { store, accounts } = bank()
        const reader = store.begin('snapshot', 0)
        const seen = store.scan(reader, accounts, 0, 9)
        for (const [{ key, value }, commits] of writes) {
          const txn = store.begin('read-committed', 0)
          if (value === undefined) store.delete(txn, accounts, key)
          else if (store.write(txn, accounts, key, value).status === 'ok')
            store.insert(txn, accounts, key, value)
          if (commits) store.commit(txn)
          else store.abort(txn)
          expect(store.scan(reader, accounts, 0, 9)).toEqual(seen)
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('a crash at any moment', () => {
  it('leaves exactly what was committed', () => {
    fc.assert(
      fc.property(workload, fc.nat({ max: 60 }), ({ transfers, schedule }, crashAt) => {
        const { store, accounts } = bank()
        const committed = Array.from({ length: ACCOUNTS }, () => BALANCE)
        const txns = transfers.map((transfer) => ({
          ...transfer,
          id: store.begin('read-committed', 0),
          step: 0,
        }))
        for (const at of schedule.slice(0, crashAt)) {
          const txn = txns[at % txns.length]
          const [key, change] = txn.step === 0 ? [txn.from, -txn.amount] : [txn.to, txn.amount]
          if (txn.step < 2 && store.update(txn.id, accounts, key, { add: { value: change } }).status === 'ok')
            txn.step++
          else if (txn.step === 2 && store.commit(txn.id).status === 'ok') {
            committed[txn.from] -= txn.amount
            committed[txn.to] += txn.amount
            txn.step = 3
          }
        }
        store.recover()
        const reader = store.begin('snapshot', 0)
        const rows = store.scan(reader, accounts, 0, ACCOUNTS)
        expect(rows.status === 'ok' && rows.value.map(({ row }) => row)).toEqual(committed)
      }),
      { numRuns: 300 },
    )
  })
})
