import type { HeavyHitters } from '../../algorithms/sketch/heavy-hitters.ts'
import type { Summary } from '../stream-mapper/protocol.ts'
import { mergeTallies, type Tally } from './window-merge.ts'

/** Panes that are kept: for the longest window, and some for mappers that are late. */
const PANES_KEPT = 64

/** One pane: what the mappers have shipped of it, and what that comes to together. */
interface Pane {
  readonly summaries: Map<string, Summary>
  /** Merged once, however many windows it is part of; null until then. */
  whole: Tally | null
}

/** Some panes in a row, all of one make. */
export interface Panes {
  readonly summaries: readonly Summary[]
  readonly wholes: readonly Tally[]
}

/** What mappers have shipped, by pane and mapper, so that what comes twice counts once. */
export class PaneStore {
  readonly #panes = new Map<number, Pane>()
  /** Panes below this have had their turn. */
  #next = 0

  get size(): number {
    return this.#panes.size
  }
  get next(): number {
    return this.#next
  }

  keep(summary: Summary): void {
    if (summary.pane < this.#next - PANES_KEPT) return
    let pane = this.#panes.get(summary.pane)
    if (pane === undefined) this.#panes.set(summary.pane, (pane = { summaries: new Map(), whole: null }))
    if (pane.summaries.has(summary.mapper)) return
    pane.summaries.set(summary.mapper, summary)
    pane.whole = null
  }

  /** How many mappers have shipped what they counted in the next pane. */
  shippedOfNext(): number {
    return this.#panes.get(this.#next)?.summaries.size ?? 0
  }

  /** The next pane has its turn; panes that no window needs any more go. */
  advance(): void {
    for (const pane of this.#panes.keys()) if (pane <= this.#next - PANES_KEPT / 2) this.#panes.delete(pane)
    this.#next++
  }

  /** All of these panes; null when one is missing or of another make: then there is nothing to say of the whole. */
  between(first: number, last: number, empty: (of: Summary) => HeavyHitters): Panes | null {
    const panes: Pane[] = []
    for (let number = first; number <= last; number++) {
      const pane = this.#panes.get(number)
      if (pane === undefined) return null
      panes.push(pane)
    }
    const summaries = panes.flatMap((pane) => [...pane.summaries.values()])
    if (summaries.some(({ make }) => make !== summaries[0].make)) return null
    const makeEmpty = () => empty(summaries[0])
    for (const pane of panes) pane.whole ??= mergeTallies([...pane.summaries.values()], makeEmpty)
    return { summaries, wholes: panes.map(({ whole }) => whole!) }
  }
}
