import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

test('the order of fields makes no difference, at any depth, and the order of a list does', () => {
  const one = { a: 1, b: [{ d: 1, c: 2 }, null], e: 'x', gone: undefined }
  const other = { e: 'x', b: [{ c: 2, d: 1 }, null], a: 1 }
  expect(canonicalJson(one)).toBe(canonicalJson(other))
  expect(JSON.parse(canonicalJson(one))).toEqual(other)
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]))
})
