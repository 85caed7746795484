import { expect, test } from 'vitest'
import { s } from '../lib/units.ts'
import { WriteHistory } from './write-history.ts'

/** A write that was asked for half a second before it was acknowledged. */
const write = (value: number, atSeconds: number) => ({
  client: 1,
  value,
  askedAt: s(atSeconds - 0.5),
  ackedAt: s(atSeconds),
})

test('a value is old once a write that began after it is acknowledged', () => {
  const history = new WriteHistory()
  history.acknowledged(7, write(1, 1))
  history.acknowledged(7, write(2, 1.2)) // overlaps with the first
  expect([1, 2].map((value) => history.overwritten(7, value))).toEqual([null, null])
  history.acknowledged(7, write(3, 3))
  expect([1, 2].map((value) => history.overwritten(7, value)?.by.value)).toEqual([3, 3])
  expect(history.newest(7).map(({ value }) => value)).toEqual([3])
})

test('what was there before all writes is old for ever', () => {
  const history = new WriteHistory()
  history.acknowledged(7, write(1, 1))
  history.acknowledged(7, write(2, 1_000))
  expect(history.overwritten(7, null)?.by.value).toBe(1)
})

test('what was overwritten minutes ago is forgotten, but not the value overwritten last', () => {
  const history = new WriteHistory()
  for (let i = 1; i <= 5; i++) history.acknowledged(7, write(i, i * 50))
  // 1 was overwritten at 100 s, 2 at 150 s, when it is 250 s.
  expect([1, 2, 3, 4].map((value) => history.overwritten(7, value) !== null)).toEqual([
    false,
    true,
    true,
    true,
  ])
  history.acknowledged(7, write(6, 2_000))
  history.acknowledged(7, write(7, 4_000))
  expect(history.overwritten(7, 6)?.by.value).toBe(7)
})

test('of a key that is written all the time the latest sixty-four are remembered', () => {
  const history = new WriteHistory()
  for (let i = 1; i <= 100; i++) history.acknowledged(7, write(i, i))
  expect([35, 36].map((value) => history.overwritten(7, value) !== null)).toEqual([false, true])
})

test('an answer that several promises tell of is noted once', () => {
  const history = new WriteHistory()
  const answer = { client: 1, op: 'write', key: 7, body: 5, ok: true, value: null, intendedAt: s(1) }
  history.answered(answer, s(2))
  history.answered(answer, s(2))
  expect(history.newest(7)).toHaveLength(1)
})
