import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NodeDocument } from '../../engine/schema/document.ts'
import { freePlace } from './free-place.ts'

const nodesAt = (places: [number, number][]) => ({
  nodes: Object.fromEntries(
    places.map((at, i): [string, NodeDocument] => [`n${i}`, { kind: 'service', label: '', at, params: {} }]),
  ),
})

test('an empty place is taken as it is wished, on the half grid', () => {
  expect(freePlace(nodesAt([]), [1.2, 0.9])).toEqual([1, 1])
})
test('what is taken is given to nobody else: below first', () => {
  expect(freePlace(nodesAt([[1, 1]]), [1, 1])).toEqual([1, 2])
})
test('a new card never touches another while there is room', () => {
  const place = fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }))
  fc.assert(
    fc.property(fc.array(place, { maxLength: 40 }), place, (places, wish) => {
      const [column, row] = freePlace(nodesAt(places), wish)
      for (const [c, r] of places) expect(Math.abs(c - column) >= 0.8 || Math.abs(r - row) >= 0.75).toBe(true)
    }),
  )
})
