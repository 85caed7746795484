import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OrderedRows } from './ordered-rows.ts'
import { compareKeys } from './row.ts'
import { RowSlot } from './row-slot.ts'
import { Table } from './table.ts'

const key = fc.oneof(fc.integer({ min: -600, max: 600 }), fc.string({ maxLength: 2 }))

describe('ordered rows', () => {
  it('answer like a sorted array, whatever is added and removed', () => {
    const table = new Table<number>('rows', {})
    const commands = fc.array(fc.tuple(fc.boolean(), key, key), { minLength: 500, maxLength: 1_500 })
    fc.assert(
      fc.property(commands, (steps) => {
        const rows = new OrderedRows()
        let model: (number | string)[] = []
        for (const [removes, at, to] of steps) {
          const slot = rows.get(at)
          expect(slot !== undefined).toBe(model.includes(at))
          if (slot === undefined) {
            rows.insert(new RowSlot(table, at))
            model.push(at)
          } else if (removes) {
            rows.remove(slot)
            model = model.filter((other) => other !== at)
          }
          model.sort(compareKeys)
          if (to !== at) continue
          const inRange = model.filter((other) => compareKeys(other, at) >= 0 && compareKeys(other, to) <= 0)
          expect(rows.range(at, to).map((found) => found.key)).toEqual(inRange)
        }
        const all = rows.range(-600, '\u{10ffff}').map((found) => found.key)
        expect(all).toEqual(model)
        expect(rows.size).toBe(model.length)
        for (const [, from, to] of steps.slice(0, 50)) {
          const inRange = model.filter(
            (other) => compareKeys(other, from) >= 0 && compareKeys(other, to) <= 0,
          )
          expect(rows.range(from, to).map((found) => found.key)).toEqual(inRange)
          expect(rows.after(from)?.key).toBe(model.find((other) => compareKeys(other, from) > 0))
        }
      }),
      { numRuns: 6 },
    )
  })

  it('fill their chunks when keys rise', () => {
    const table = new Table<number>('rows', {})
    const rows = new OrderedRows()
    for (let at = 0; at < 5_000; at++) rows.insert(new RowSlot(table, at))
    expect(rows.range(2_490, 2_500).map((slot) => slot.key)).toEqual(
      Array.from({ length: 11 }, (_, at) => 2_490 + at),
    )
    for (let at = 0; at < 5_000; at += 2) {
      const slot = rows.get(at)
      if (slot !== undefined) rows.remove(slot)
    }
    expect(rows.size).toBe(2_500)
    expect(rows.after(4_000)?.key).toBe(4_001)
    expect(rows.after(4_999)).toBeUndefined()
    for (let at = 1; at < 4_000; at += 2) {
      const slot = rows.get(at)
      if (slot !== undefined) rows.remove(slot)
    }
    expect(rows.after(0)?.key).toBe(4_001)
    expect(rows.range(0, 4_003).map((slot) => slot.key)).toEqual([4_001, 4_003])
  })
})
