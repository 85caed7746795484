import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { KeyTable } from './key-table.ts'

const keys = fc.oneof(
  fc.nat(40),
  fc.nat(40).map((n) => n * 2 ** 20),
  fc.nat(40).map((n) => 2 ** 33 + n),
)
const step = fc.oneof(
  { weight: 20, arbitrary: fc.record({ key: keys, value: fc.nat() }) },
  { weight: 15, arbitrary: fc.record({ key: keys, value: fc.constant(null) }) },
  { weight: 1, arbitrary: fc.constant('clear' as const) },
)
const sorted = (entries: [number, number][]) => entries.toSorted(([a], [b]) => a - b)

test('holds what a Map holds, through additions, changes, removals, growth and emptying', () => {
  const agrees = fc.property(fc.array(step, { maxLength: 300, size: 'max' }), (steps) => {
    const table = new KeyTable<number>()
    const model = new Map<number, number>()
    for (const each of steps) {
      if (each === 'clear') {
        table.clear()
        model.clear()
        continue
      }
      const { key, value } = each
      if (value === null) expect(table.delete(key)).toBe(model.delete(key))
      else {
        table.set(key, value)
        model.set(key, value)
      }
      expect([table.get(key), table.has(key), table.size]).toEqual([value, value !== null, model.size])
    }
    expect(sorted(table.entries())).toEqual(sorted([...model]))
    for (const [key, value] of model) expect(table.get(key)).toBe(value)
  })
  fc.assert(agrees, { numRuns: 60 })
})

test('what has gone makes room for what comes: it grows no larger than was ever needed at once', () => {
  const table = new KeyTable<number>()
  for (let key = 0; key < 10_000; key++) {
    table.set(key, key)
    if (key >= 12) table.delete(key - 12)
  }
  expect([table.size, table.room]).toEqual([12, 15])
})
