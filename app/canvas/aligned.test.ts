import { expect, test } from 'vitest'
import type { Document, NodeDocument } from '../../engine/schema/document.ts'
import { aligned } from './aligned.ts'

const documentOf = (places: Record<string, [number, number]>): Pick<Document, 'nodes'> => ({
  nodes: Object.fromEntries(
    Object.entries(places).map(([id, at]): [string, NodeDocument] => [
      id,
      { kind: 'service', label: id, at, params: {} },
    ]),
  ),
})
const three = documentOf({ a: [0, 5], b: [4, 1], c: [1, 3] })

test('aligns to the outermost, or to the middle of all', () => {
  expect(aligned(three, ['a', 'b', 'c'], 'left')).toEqual({ a: [0, 5], c: [0, 3], b: [0, 1] })
  expect(aligned(three, ['a', 'b', 'c'], 'bottom')).toEqual({ b: [4, 5], c: [1, 5], a: [0, 5] })
  expect(aligned(three, ['a', 'b', 'c'], 'centre').a).toEqual([2, 5])
})
test('spreads evenly in the order in which they stand', () => {
  expect(aligned(three, ['a', 'b', 'c'], 'across')).toEqual({ a: [0, 5], c: [2, 3], b: [4, 1] })
})
