import type { HeavyHitters } from '../../algorithms/sketch/heavy-hitters.ts'
import { HyperLogLog } from '../../algorithms/sketch/hyper-log-log.ts'
import { QuantileSketch } from '../../algorithms/sketch/quantile-sketch.ts'
import { createSketch } from '../../algorithms/sketch/sketches.ts'
import type { RandomStream } from '../../lib/random.ts'
import { toMs, type Nanos } from '../../lib/units.ts'
import type { StreamMapperParams } from './params.ts'
import { SKETCH_SEED, type Batch, type Summary } from './protocol.ts'

/** Eight bytes an item of a list: its number and its count. */
const LIST_ENTRY_BYTES = 8
const HEADER_BYTES = 64

/** What a mapper counts in one pane: the items, how many different ones, and how old events were when they were counted. */
export class PaneCount {
  readonly sketch: HeavyHitters
  readonly distinct = new HyperLogLog({ precision: 12 })
  readonly ages = new QuantileSketch({ error: 0.02, lowest: 0.001, highest: 1e6 })
  readonly #make: string
  readonly #params: StreamMapperParams

  constructor(params: StreamMapperParams, random: RandomStream) {
    const { algorithm, width, depth, counters, ships } = params
    this.#params = params
    this.#make = [algorithm, width, depth, counters, ships].join(' ')
    this.sketch = createSketch(algorithm, { width, depth, counters, seed: SKETCH_SEED, random })
  }

  get memoryBytes(): number {
    return this.sketch.memoryBytes + this.distinct.memoryBytes + this.ages.memoryBytes
  }

  count({ items, atNanos }: Batch, now: Nanos): void {
    const { sketch, distinct } = this
    for (let i = 0; i < items.length; i++) {
      const item = items[i]
      sketch.add(item)
      distinct.add(item)
    }
    if (items.length > 0) this.ages.add(toMs(now - atNanos))
  }

  /** What is shipped; from here on the pane is closed. */
  summary(mapper: string, pane: number, closedAt: Nanos): Summary {
    const { algorithm, ships, k, width, depth, counters } = this.#params
    const { sketch, distinct, ages } = this
    const whole = ships === 'sketch'
    const shippedBytes = whole ? sketch.memoryBytes : k * LIST_ENTRY_BYTES
    return {
      type: 'summary',
      mapper,
      pane,
      closedAt,
      total: sketch.total,
      make: this.#make,
      algorithm,
      sizes: { width, depth, counters },
      sketch: whole ? sketch : null,
      list: whole ? [] : sketch.top(k),
      distinct,
      ages,
      sizeBytes: HEADER_BYTES + shippedBytes + distinct.memoryBytes + ages.memoryBytes,
    }
  }
}
