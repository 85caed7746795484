import type { ErrorBound, HeavyHitters, Ranked } from '../../algorithms/sketch/heavy-hitters.ts'
import { byRank } from '../../algorithms/sketch/heavy-hitters.ts'
import { HyperLogLog } from '../../algorithms/sketch/hyper-log-log.ts'
import { QuantileSketch } from '../../algorithms/sketch/quantile-sketch.ts'
import type { Summary } from '../stream-mapper/protocol.ts'

/** What the panes of a window come to together. */
export interface Merged {
  readonly top: readonly Ranked[]
  readonly total: number
  /** Null when only lists were shipped. */
  readonly sketch: HeavyHitters | null
  readonly bound: ErrorBound | null
  readonly distinct: number
  readonly ageP99Ms: number
}

/**
 * Merges summaries of one make. `empty` makes a sketch of that make. Sketches are merged into a new one, because those that were shipped
 * are needed again for the next window; lists are added up item by item, which is wrong for whoever is missing in some of them.
 */
export function mergeWindow(summaries: readonly Summary[], empty: () => HeavyHitters, k: number): Merged {
  const distinct = new HyperLogLog({ precision: 12 })
  const ages = new QuantileSketch({ error: 0.02, lowest: 0.001, highest: 1e6 })
  for (const summary of summaries) {
    distinct.merge(summary.distinct)
    ages.merge(summary.ages)
  }
  const rest = { distinct: distinct.estimate(), ageP99Ms: ages.quantile(0.99) }
  const total = summaries.reduce((sum, summary) => sum + summary.total, 0)
  if (summaries.some(({ sketch }) => sketch === null)) {
    return { ...rest, total, top: addLists(summaries).slice(0, k), sketch: null, bound: null }
  }
  const merged = empty()
  for (const { sketch } of summaries) merged.merge(sketch!)
  return { ...rest, total, top: merged.top(k), sketch: merged, bound: merged.bound() }
}

function addLists(summaries: readonly Summary[]): Ranked[] {
  const sums = new Map<number, number>()
  for (const { list } of summaries) {
    for (const { item, count } of list) sums.set(item, (sums.get(item) ?? 0) + count)
  }
  return [...sums].map(([item, count]) => ({ item, count })).sort(byRank)
}
