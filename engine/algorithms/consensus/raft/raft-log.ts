import { assert } from '../../../lib/assert.ts'
import type { LogEntry } from './log-entry.ts'

/**
 * The log in memory: a base that stands for everything compacted away, and the entries after it.
 * Paper: Ongaro and Ousterhout, "In search of an understandable consensus algorithm" (2014), sections 5.3 and 7.
 * Compare: `ShippedLog` of log shipping, which holds the data as well. Cost: O(1) to look up or append; O(kept) to compact.
 * Invariant: indexes have no gaps, and terms never decrease from one entry to the next.
 */
export class RaftLog<Command> {
  #baseIndex: number
  #baseTerm: number
  #entries: LogEntry<Command>[]

  constructor(baseIndex: number, baseTerm: number, entries: readonly LogEntry<Command>[]) {
    this.#baseIndex = baseIndex
    this.#baseTerm = baseTerm
    this.#entries = [...entries]
  }

  /** The newest entry that is no longer here. */
  get baseIndex(): number {
    return this.#baseIndex
  }
  get baseTerm(): number {
    return this.#baseTerm
  }
  get lastIndex(): number {
    return this.#baseIndex + this.#entries.length
  }
  get lastTerm(): number {
    const { length } = this.#entries
    return length === 0 ? this.#baseTerm : this.#entries[length - 1].term
  }

  /** The term at `index`, or -1 when the log does not reach there, on either side. */
  termAt(index: number): number {
    if (index === this.#baseIndex) return this.#baseTerm
    const entry = this.#entries[index - this.#baseIndex - 1]
    return entry === undefined ? -1 : entry.term
  }

  entryAt(index: number): LogEntry<Command> | undefined {
    return this.#entries[index - this.#baseIndex - 1]
  }

  /** Entries `from` up to and with `to`. */
  slice(from: number, to: number): LogEntry<Command>[] {
    assert(from > this.#baseIndex, 'compacted entries cannot be read')
    return this.#entries.slice(from - this.#baseIndex - 1, to - this.#baseIndex)
  }

  append(entry: LogEntry<Command>): void {
    assert(entry.index === this.lastIndex + 1, 'the log has no gaps')
    assert(entry.term >= this.lastTerm, 'terms never decrease along the log')
    this.#entries.push(entry)
  }

  /** Takes away `index` and all that follows. */
  truncate(index: number): void {
    assert(index > this.#baseIndex, 'compacted entries are never taken back')
    this.#entries.length = index - this.#baseIndex - 1
  }

  /** Forgets the entries up to `index`. */
  compact(index: number): void {
    if (index <= this.#baseIndex) return
    const term = this.termAt(index)
    assert(term >= 0, 'only what is here can be compacted')
    this.#entries = this.#entries.slice(index - this.#baseIndex)
    this.#baseIndex = index
    this.#baseTerm = term
  }

  /** Begins anew after a snapshot. */
  reset(baseIndex: number, baseTerm: number): void {
    this.#baseIndex = baseIndex
    this.#baseTerm = baseTerm
    this.#entries = []
  }

  /** The first index of the run of entries of the term that stands at `index`. */
  firstOfTerm(index: number): number {
    const term = this.termAt(index)
    let first = index
    while (first - 1 > this.#baseIndex && this.termAt(first - 1) === term) first -= 1
    return first
  }

  /** The last index at or before `from` whose term is at most `term`; the base when there is none. */
  lastUpToTerm(from: number, term: number): number {
    let index = Math.min(from, this.lastIndex)
    while (index > this.#baseIndex && this.termAt(index) > term) index -= 1
    return index
  }
}
