import { CountTable } from '../algorithms/sketch/count-table.ts'
import type { ErrorBound, HeavyHitters, Ranked } from '../algorithms/sketch/heavy-hitters.ts'
import type { CheckContext } from './define-invariant.ts'

/** The fact `top-k-published`: a list of the most frequent items of a window. */
export interface PublishedTopK {
  readonly firstPane: number
  readonly lastPane: number
  readonly algorithm: string
  readonly k: number
  readonly total: number
  readonly top: readonly Ranked[]
  /** Null when it was made of lists. */
  readonly sketch: HeavyHitters | null
  readonly bound: ErrorBound | null
  readonly parts: readonly string[]
}

/** What an event stream keeps for checkers: exact counts by pane. */
interface StreamState {
  readonly log: { readonly truth: ReadonlyMap<number, CountTable> }
}

/** What a window really held. */
export interface WindowTruth {
  readonly counts: CountTable
  readonly total: number
}

/** Several promises are about the same list: what its window held is worked out once. */
const known = new WeakMap<PublishedTopK, WindowTruth>()

/** The exact counts of the window that a list speaks of. */
export function truthOf(published: PublishedTopK, ctx: CheckContext): WindowTruth {
  let truth = known.get(published)
  if (truth !== undefined) return truth
  const counts = new CountTable(32_768)
  let total = 0
  for (const id of ctx.nodesOf('event-stream')) {
    const { log } = ctx.state(id) as StreamState
    for (let pane = published.firstPane; pane <= published.lastPane; pane++) {
      log.truth.get(pane)?.forEach((item, count) => {
        counts.add(item, count)
        total += count
      })
    }
  }
  truth = { counts, total }
  known.set(published, truth)
  return truth
}

/** The list and its window, as people speak of them. */
export const inWords = ({ firstPane, lastPane, algorithm, total }: PublishedTopK): string =>
  `the list of panes ${firstPane} to ${lastPane} (${algorithm}, ${total} events)`
