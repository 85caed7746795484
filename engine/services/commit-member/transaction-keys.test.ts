import { expect, test } from 'vitest'
import { TransactionKeys } from './transaction-keys.ts'

test('a key is known until its transaction is over, and what was told first stays', () => {
  const keys = new TransactionKeys()
  keys.note(1, 70)
  keys.note(2, 80)
  keys.note(2, 0)
  keys.forgetBelow(2, () => false)
  expect([keys.get(1), keys.get(2)]).toEqual([0, 80])
  keys.note(1, 70) // a late copy
  expect(keys.get(1)).toBe(0)
})

test('who still holds his key keeps it until he lets go', () => {
  const keys = new TransactionKeys()
  keys.note(1, 70)
  keys.forgetBelow(5, (txn, key) => txn === 1 && key === 70)
  expect(keys.get(1)).toBe(70)
  keys.letGo(1)
  expect(keys.get(1)).toBe(0)
})
