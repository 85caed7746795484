import { defineInvariant } from '../define-invariant.ts'
import { inWords, truthOf, type PublishedTopK, type WindowTruth } from '../window-truth.ts'

/** Of the true top K, so many must be in the list; of items that tie at the end any will do. */
const RECALL_LEAST = 0.9
/** Windows with fewer events than this many times K say nothing. */
const EVENTS_PER_RANK = 20
const SHOWN = 4

interface State {
  /** Grows to what the widest window needs. */
  sorted: Float64Array
  recall: number
  precision: number
  worstError: number
  bound: number
}

/** The count of the item of rank k; 0 when there are fewer. */
function lastRanked(state: State, { counts }: WindowTruth, k: number): number {
  if (state.sorted.length < counts.size) state.sorted = new Float64Array(counts.size * 2)
  const all = state.sorted.subarray(0, counts.size)
  let at = 0
  counts.forEach((_item, count) => (all[at++] = count))
  all.sort()
  return all[all.length - k] ?? 0
}

export const invariant = defineInvariant<State>({
  name: 'top-k-recall',
  title: 'The list has the true favourites',
  doc: 'At least nine in ten of the K most frequent items of a window, counted exactly, are in its published list.',
  start: () => ({ sorted: new Float64Array(0), recall: NaN, precision: NaN, worstError: NaN, bound: NaN }),
  on: {
    'top-k-published'(state, published: PublishedTopK, nodeId, ctx) {
      const { k, top, bound, parts } = published
      const truth = truthOf(published, ctx)
      state.worstError = Math.max(
        0,
        ...top.slice(0, k).map(({ item, count }) => Math.abs(count - truth.counts.get(item))),
      )
      state.bound = bound === null ? NaN : Math.max(bound.overMost, bound.underMost)
      if (truth.total < k * EVENTS_PER_RANK || truth.counts.size < k) return undefined
      const least = lastRanked(state, truth, k)
      const listed = top.slice(0, k)
      const hits = listed.filter(({ item }) => truth.counts.get(item) >= least).length
      state.recall = hits / k
      state.precision = listed.length === 0 ? 0 : hits / listed.length
      if (state.recall >= RECALL_LEAST) return null
      const inList = new Set(listed.map(({ item }) => item))
      const missed: string[] = []
      truth.counts.forEach((item, count) => {
        if (count > least && !inList.has(item))
          missed.push(`item ${item} came ${count} times and is not listed`)
      })
      return {
        says: `${Math.round(state.recall * 100)} % of the true top ${k} are in ${inWords(published)}; the last of them came ${least} times.`,
        operations: [...parts, ...missed.slice(0, SHOWN)],
        nodes: [nodeId],
      }
    },
  },
  readings: {
    recall: { title: 'Recall of the latest list', unit: '%', read: ({ recall }) => recall },
    precision: { title: 'Precision of the latest list', unit: '%', read: ({ precision }) => precision },
    worstError: { title: 'Largest error in the list', unit: 'events', read: ({ worstError }) => worstError },
    errorBound: { title: 'Error that is promised', unit: 'events', read: ({ bound }) => bound },
  },
})
