import { describe, expect, test } from 'vitest'
import { HyperLogLog } from '../../algorithms/sketch/hyper-log-log.ts'
import { QuantileSketch } from '../../algorithms/sketch/quantile-sketch.ts'
import { createSketch } from '../../algorithms/sketch/sketches.ts'
import { RandomStream } from '../../lib/random.ts'
import { SKETCH_SEED, type Summary } from '../stream-mapper/protocol.ts'
import { PaneStore } from './pane-store.ts'

const SIZES = { width: 50, depth: 2, counters: 10 }
const newSketch = () =>
  createSketch('count-min', { ...SIZES, seed: SKETCH_SEED, random: new RandomStream(3, 'sketch') })

/** A mapper that has counted item 7 so often in a pane. */
function summaryOf(mapper: string, pane: number, count: number, make = 'count-min'): Summary {
  const sketch = newSketch()
  for (let i = 0; i < count; i++) sketch.add(7)
  return {
    type: 'summary',
    mapper,
    pane,
    closedAt: 0,
    total: count,
    make,
    algorithm: 'count-min',
    sizes: SIZES,
    sketch,
    list: [],
    distinct: new HyperLogLog({ precision: 12 }),
    ages: new QuantileSketch({ error: 0.02, lowest: 0.001, highest: 1e6 }),
    sizeBytes: 100,
  }
}

/** Two mappers' panes 0 to `last`, pane p counted p + 1 times by each; and how often a pane was merged. */
function storeTo(last: number) {
  const store = new PaneStore()
  for (let pane = 0; pane <= last; pane++)
    for (const mapper of ['a', 'b']) store.keep(summaryOf(mapper, pane, pane + 1))
  const merges = { count: 0 }
  const between = (from: number, to: number) =>
    store.between(from, to, () => {
      merges.count++
      return newSketch()
    })
  return { store, merges, between }
}

describe('panes', () => {
  test('are merged once, however many windows they are part of', () => {
    const { merges, between } = storeTo(3)
    expect(between(0, 2)!.wholes.map(({ total, sketch }) => [total, sketch!.estimate(7)])).toEqual([
      [2, 2],
      [4, 4],
      [6, 6],
    ])
    expect(merges.count).toBe(3)
    expect(between(1, 3)!.wholes.map(({ total }) => total)).toEqual([4, 6, 8])
    expect(merges.count).toBe(4)
  })

  test('are merged anew when a mapper comes late, and what comes twice counts once', () => {
    const { store, between } = storeTo(0)
    between(0, 0)
    store.keep(summaryOf('a', 0, 50))
    expect(between(0, 0)!.wholes[0].total).toBe(2)
    store.keep(summaryOf('late', 0, 50))
    expect(between(0, 0)!.wholes[0].total).toBe(52)
    expect(between(0, 0)!.summaries).toHaveLength(3)
  })

  test('say nothing when one is missing, or of another make', () => {
    const { store, between } = storeTo(1)
    expect(between(1, 2)).toBeNull()
    for (const mapper of ['a', 'b']) store.keep(summaryOf(mapper, 2, 1, 'exact'))
    expect(between(1, 2)).toBeNull()
    expect(between(2, 2)!.wholes[0].total).toBe(2)
  })

  test('go when no window needs them any more, and do not come back', () => {
    const { store } = storeTo(0)
    expect(store.shippedOfNext()).toBe(2)
    for (let pane = 0; pane < 200; pane++) {
      store.keep(summaryOf('a', pane, 1))
      store.advance()
    }
    expect(store.next).toBe(200)
    expect(store.size).toBeLessThan(40)
    const { size } = store
    store.keep(summaryOf('a', 3, 1))
    expect(store.size).toBe(size)
  })
})
