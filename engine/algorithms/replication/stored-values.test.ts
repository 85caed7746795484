import { expect, test } from 'vitest'
import { ZERO_TIMESTAMP } from '../clock/hybrid-logical-clock.ts'
import { StoredValues } from './stored-values.ts'
import type { Value } from './replica.ts'

const stored = (value: Value) => ({ value, stamp: ZERO_TIMESTAMP })

test('what is null is not there, in whatever order it came and went', () => {
  const values = new StoredValues([
    ['a', stored('x')],
    ['b', stored(null)],
    ['a', stored('y')],
  ])
  const present: number[] = [values.present]
  for (const [key, value] of [
    ['b', 'z'],
    ['a', null],
    ['a', null],
    ['c', 1],
    ['b', 2],
  ] as const) {
    values.set(key, stored(value))
    expect(values.present).toBe([...values.values()].filter((each) => each.value !== null).length)
    present.push(values.present)
  }
  expect(present).toEqual([1, 2, 1, 1, 2, 2])
})
