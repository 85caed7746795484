import { expect, test } from 'vitest'
import { checkHistory } from '../../checks/history/check-history.ts'
import { model } from '../../checks/history/models/list-append.ts'
import type { IsolationLevel } from './outcome.ts'
import { StoreHistory } from './store-histories.bed.ts'

/** The anomalies in histories of many runs at a level, and whether each was strictly serializable. */
function anomaliesAt(level: IsolationLevel): { names: Set<string>; strict: boolean } {
  const names = new Set<string>()
  let strict = true
  for (let seed = 1; seed <= 12; seed++) {
    const { events } = new StoreHistory({ level, seed, transactions: 60 })
    const result = checkHistory(model, events, { level: 'strict-serializable' })
    for (const name of result.anomalies!) names.add(name)
    strict &&= result.verdict === 'holds'
  }
  return { names, strict }
}

test('The store at serializable shows no anomaly, nor an order against real time', () => {
  expect(anomaliesAt('serializable')).toEqual({ names: new Set(), strict: true })
})

test('The store at snapshot shows write skew, but neither read skew nor a lost update', () => {
  const { names } = anomaliesAt('snapshot')
  expect(names).toContain('G2')
  expect([...names].filter((name) => !name.startsWith('G2'))).toEqual([])
})

test('The store at read committed loses updates and shows read skew, but nothing that was rolled back or is half done', () => {
  const { names } = anomaliesAt('read-committed')
  expect(names).toContain('lost-update')
  expect(names).toContain('G-single')
  for (const name of ['G1a', 'G1b', 'garbage-read', 'internal']) expect(names).not.toContain(name)
})
