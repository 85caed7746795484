import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NodeDocument } from '../document.ts'
import { freeShift } from './free-shift.ts'

type Place = [number, number]
const nodesAt = (places: Place[]) => ({
  nodes: Object.fromEntries(
    places.map((at, i): [string, NodeDocument] => [`n${i}`, { kind: 'service', label: '', at, params: {} }]),
  ),
})

test('cards that lie free already stay where they are', () => {
  expect(freeShift(nodesAt([[0, 0]]), [[1, 0]])).toEqual([0, 0])
})

test('copies of a row of cards go below it, all together', () => {
  const row: Place[] = [
    [0, 0],
    [1, 0],
    [2, 0],
  ]
  const [right, down] = freeShift(nodesAt(row), row)
  expect(Math.abs(right)).toBeLessThanOrEqual(1)
  expect(down).toBe(1)
})

test('where there is no room near by they go below everything', () => {
  const places: Place[] = []
  for (let column = -14; column <= 14; column++)
    for (let row = -14; row <= 14; row++) places.push([column, row])
  expect(freeShift(nodesAt(places), [[0, 0]])).toEqual([0, 15])
})

test('moved cards touch none of the others, however full it is', () => {
  const place = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }))
  const cards = fc.array(place, { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 200 }), cards, (places, moved) => {
      const [right, down] = freeShift(nodesAt(places), moved)
      for (const [column, row] of moved)
        for (const [c, r] of places)
          expect(Math.abs(c - column - right) >= 0.8 || Math.abs(r - row - down) >= 0.75).toBe(true)
    }),
  )
})
