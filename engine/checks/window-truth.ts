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

/** Large tables are kept and counted anew: making one costs a browser more than filling it. */
interface LatestTruth extends WindowTruth {
  published: PublishedTopK | null
  total: number
}

/** Several promises of a run are about the same list: what its window held is worked out once. */
const latest = new WeakMap<CheckContext, LatestTruth>()

/** The exact counts of the window that a list speaks of; good until the next list is asked about. */
export function truthOf(published: PublishedTopK, ctx: CheckContext): WindowTruth {
  const logs = ctx.nodesOf('event-stream').map((id) => (ctx.state(id) as StreamState).log)
  const truth = latest.get(ctx) ?? { published: null, counts: new CountTable(32_768), total: 0 }
  latest.set(ctx, truth)
  if (truth.published !== published) countAnew(truth, published, logs)
  return truth
}

function countAnew(truth: LatestTruth, published: PublishedTopK, logs: readonly StreamState['log'][]): void {
  const { counts } = truth
  counts.clear()
  truth.published = published
  truth.total = 0
  for (const log of logs) {
    for (let pane = published.firstPane; pane <= published.lastPane; pane++) {
      log.truth.get(pane)?.forEach((item, count) => {
        counts.add(item, count)
        truth.total += count
      })
    }
  }
}

/** The list and its window, as people speak of them. */
export const inWords = ({ firstPane, lastPane, algorithm, total }: PublishedTopK): string =>
  `the list of panes ${firstPane} to ${lastPane} (${algorithm}, ${total} events)`
