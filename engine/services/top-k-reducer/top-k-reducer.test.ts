import { describe, expect, test } from 'vitest'
import type { Ranked } from '../../algorithms/sketch/heavy-hitters.ts'
import { HyperLogLog } from '../../algorithms/sketch/hyper-log-log.ts'
import { QuantileSketch } from '../../algorithms/sketch/quantile-sketch.ts'
import { createSketch } from '../../algorithms/sketch/sketches.ts'
import { RandomStream } from '../../lib/random.ts'
import { ms } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import { SKETCH_SEED, type Stored, type Summary } from '../stream-mapper/protocol.ts'
import { service } from './service.ts'

type Counts = Readonly<Record<number, number>>
const SIZES = { width: 500, depth: 5, counters: 100 }

/** What a mapper would ship that has counted `counts` in a pane. */
function summaryOf(
  mapper: string,
  pane: number,
  counts: Counts,
  algorithm = 'count-min',
  lists = false,
): Summary {
  const random = new RandomStream(3, 'sketch')
  const sketch = createSketch(algorithm, { ...SIZES, seed: SKETCH_SEED, random })
  const distinct = new HyperLogLog({ precision: 12 })
  const ages = new QuantileSketch({ error: 0.02, lowest: 0.001, highest: 1e6 })
  let total = 0
  for (const [item, count] of Object.entries(counts)) {
    for (let i = 0; i < count; i++) sketch.add(Number(item))
    distinct.add(Number(item))
    ages.add(5)
    total += count
  }
  const list = sketch.top(100)
  return {
    type: 'summary',
    mapper,
    pane,
    closedAt: ms(100 * (pane + 1)),
    total,
    make: `${algorithm} ${lists}`,
    algorithm,
    sizes: SIZES,
    sketch: lists ? null : sketch,
    list,
    distinct,
    ages,
    sizeBytes: 100,
  }
}

/** A reducer of two mappers, and somebody who reads its list. */
function reducerBed(params: Record<string, ParameterValue> = {}) {
  const bed = new ServiceBed()
  const stored: number[] = []
  const lists: Ranked[][] = []
  const reducer = bed.kind('reducer', service, { k: 3, windowPanes: 2, ...params })
  const links = ['a', 'b'].map((id) => {
    const node = bed.node(id, { message: (payload) => void stored.push((payload as Stored).pane) })
    return bed.connect(node, 'reducer', reducer.node)
  })
  const reader = bed.node('reader', { reply: ({ value }) => void lists.push(value as Ranked[]) })
  const asks = bed.connect(reader, 'out', reducer.node)
  reducer.behaviour.start()
  const ship = (mapper: number, summary: Summary) => {
    bed.kernel.send(links[mapper].from, links[mapper], summary, 0)
    bed.run(bed.kernel.now + ms(20))
  }
  const pane = (number: number, a: Counts, b: Counts, algorithm?: string, asLists?: boolean) => {
    ship(0, summaryOf('a', number, a, algorithm, asLists))
    ship(1, summaryOf('b', number, b, algorithm, asLists))
  }
  const read = () => {
    bed.ask(asks, { op: 'read' })
    bed.run(bed.kernel.now + ms(10))
    return lists.at(-1)!.map(({ item, count }) => [item, count])
  }
  return { bed, reducer, stored, ship, pane, read }
}

describe('a window', () => {
  test('is published when the last mapper’s summary has come, never before', () => {
    const { ship, reducer, read, stored } = reducerBed({ windowPanes: 1 })
    ship(0, summaryOf('a', 0, { 1: 5 }))
    expect(read()).toEqual([])
    expect(reducer.counters.published).toBe(0)
    ship(1, summaryOf('b', 0, { 1: 2, 2: 6 }))
    expect(read()).toEqual([
      [1, 7],
      [2, 6],
    ])
    expect(stored).toEqual([0, 0])
  })

  test('counts a summary once that came twice, and confirms it each time', () => {
    const { ship, read, stored } = reducerBed({ windowPanes: 1 })
    const twice = summaryOf('a', 0, { 1: 5 })
    ship(0, twice)
    ship(0, twice)
    ship(1, summaryOf('b', 0, { 2: 6 }))
    expect(read()).toEqual([
      [2, 6],
      [1, 5],
    ])
    expect(stored).toEqual([0, 0, 0])
  })

  test('slides: a list a pane, of the latest panes, and what is older is forgotten', () => {
    const { pane, read, reducer } = reducerBed()
    pane(0, { 1: 9 }, { 2: 1 })
    expect(reducer.counters.published).toBe(0) // there is no whole window yet
    pane(1, { 2: 4 }, { 3: 2 })
    expect(read()).toEqual([
      [1, 9],
      [2, 5],
      [3, 2],
    ])
    pane(2, { 3: 3 }, {})
    expect(read()).toEqual([
      [3, 5],
      [2, 4],
    ])
  })

  test('tumbles: one list a window, each pane in one of them', () => {
    const { pane, read, reducer } = reducerBed({ windows: 'tumbling' })
    for (const number of [0, 1, 2]) pane(number, { 1: 10 ** number }, {})
    expect([reducer.counters.published, read()]).toEqual([1, [[1, 11]]])
    pane(3, { 1: 1_000 }, {})
    expect([reducer.counters.published, read()]).toEqual([2, [[1, 1_100]]])
  })

  test('since the start keeps what nobody likes any more', () => {
    const { pane, read } = reducerBed({ windows: 'forever' })
    pane(0, { 1: 9 }, {})
    pane(1, { 2: 1 }, {})
    pane(2, { 2: 1 }, {})
    pane(3, { 2: 1 }, {})
    expect(read()).toEqual([
      [1, 9],
      [2, 3],
    ])
  })

  test('of lists lacks who was just below every cut', () => {
    const hidden: Counts = { 1: 5, 2: 5, 3: 4 }
    const elsewhere: Counts = { 6: 5, 7: 5, 3: 4 }
    const cut = (summary: Summary): Summary => ({ ...summary, list: summary.list.slice(0, 2) })
    const { ship, read } = reducerBed({ windowPanes: 1, k: 1 })
    ship(0, cut(summaryOf('a', 0, hidden, 'exact', true)))
    ship(1, cut(summaryOf('b', 0, elsewhere, 'exact', true)))
    expect(read()[0][1]).toBe(5)
    const whole = reducerBed({ windowPanes: 1, k: 1 })
    whole.pane(0, hidden, elsewhere, 'exact')
    expect(whole.read()).toEqual([[3, 8]])
  })

  test('of panes of two makes says nothing: they cannot be merged', () => {
    const { pane, reducer, read } = reducerBed()
    pane(0, { 1: 1 }, {})
    pane(1, { 1: 1 }, {}, 'space-saving')
    expect(reducer.counters.published).toBe(0)
    pane(2, { 1: 1 }, {}, 'space-saving')
    expect(read()).toEqual([[1, 2]])
  })
})

test('a crash loses no summary that was confirmed, and no list', () => {
  const { bed, reducer, ship, pane, read } = reducerBed({ windowPanes: 1 })
  pane(0, { 1: 3 }, { 1: 4 })
  ship(0, summaryOf('a', 1, { 2: 8 }))
  reducer.node.crash()
  bed.run(bed.kernel.now + ms(100))
  reducer.node.restart()
  bed.run(bed.kernel.now + ms(100))
  expect(read()).toEqual([[1, 7]])
  ship(1, summaryOf('b', 1, { 2: 1 }))
  expect(read()).toEqual([[2, 9]])
})

test('tells who is new in the list', () => {
  const { pane, reducer } = reducerBed({ windowPanes: 1 })
  const newcomers = () => reducer.behaviour.context.metrics.gauges.newcomers
  pane(0, { 1: 3, 2: 2 }, {})
  expect(newcomers()).toBe(2)
  pane(1, { 1: 3, 4: 2 }, {})
  expect(newcomers()).toBe(1)
})
