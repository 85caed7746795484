import type { ErrorBound, HeavyHitters, Ranked } from '../../algorithms/sketch/heavy-hitters.ts'
import { byRank } from '../../algorithms/sketch/heavy-hitters.ts'
import { HyperLogLog } from '../../algorithms/sketch/hyper-log-log.ts'
import { QuantileSketch } from '../../algorithms/sketch/quantile-sketch.ts'

/** What was counted of some stretch of a stream: what a mapper ships, a pane of all mappers, or a window of panes. */
export interface Tally {
  readonly total: number
  /** Null when only lists were shipped. */
  readonly sketch: HeavyHitters | null
  readonly list: readonly Ranked[]
  readonly distinct: HyperLogLog
  readonly ages: QuantileSketch
}

/** What a reducer says of a window. */
export interface Merged {
  readonly top: readonly Ranked[]
  readonly total: number
  readonly sketch: HeavyHitters | null
  readonly bound: ErrorBound | null
  readonly distinct: number
  readonly ageP99Ms: number
}

/**
 * Merges tallies of one make into a new one, because what is merged is needed again for the next window. `empty` makes a sketch of that
 * make. Lists are added up item by item, which is wrong for whoever is missing in some of them.
 */
export function mergeTallies(tallies: readonly Tally[], empty: () => HeavyHitters): Tally {
  const distinct = new HyperLogLog({ precision: 12 })
  const ages = new QuantileSketch({ error: 0.02, lowest: 0.001, highest: 1e6 })
  for (const tally of tallies) {
    distinct.merge(tally.distinct)
    ages.merge(tally.ages)
  }
  const total = tallies.reduce((sum, tally) => sum + tally.total, 0)
  if (tallies.some(({ sketch }) => sketch === null))
    return { total, sketch: null, list: addLists(tallies), distinct, ages }
  const sketch = empty()
  for (const tally of tallies) sketch.merge(tally.sketch!)
  return { total, sketch, list: [], distinct, ages }
}

/** The `k` items that came most, and how far their counts may be off. */
export function readTally({ total, sketch, list, distinct, ages }: Tally, k: number): Merged {
  return {
    total,
    sketch,
    top: sketch?.top(k) ?? list.slice(0, k),
    bound: sketch?.bound() ?? null,
    distinct: distinct.estimate(),
    ageP99Ms: ages.quantile(0.99),
  }
}

function addLists(tallies: readonly Tally[]): Ranked[] {
  const sums = new Map<number, number>()
  for (const { list } of tallies) {
    for (const { item, count } of list) sums.set(item, (sums.get(item) ?? 0) + count)
  }
  return [...sums].map(([item, count]) => ({ item, count })).sort(byRank)
}
