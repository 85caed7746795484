import type { RandomStream } from '../../lib/random.ts'

/** One item with what is thought to be its count. */
export interface Ranked {
  readonly item: number
  readonly count: number
}

/**
 * How far an estimate may be off: the true count lies from `estimate - overMost` to `estimate + underMost`, for any one item with at
 * least this `confidence` (1: always).
 */
export interface ErrorBound {
  readonly overMost: number
  readonly underMost: number
  readonly confidence: number
}

/** Counts a stream of items, each a whole number below 2^32, and knows those that came most often. */
export interface HeavyHitters {
  /** How many items were added, N. */
  readonly total: number
  /** Bytes of its counters and of what it needs to find them. */
  readonly memoryBytes: number
  add(item: number): void
  /** What it thinks the item's count is. */
  estimate(item: number): number
  /** The `count` items with the highest estimates, highest first; of equals the lower item comes first. */
  top(count: number): Ranked[]
  /** Takes in what another of the same make and options has counted; the other counts no further. The bound is then that of both streams. */
  merge(other: this): void
  bound(): ErrorBound
  clear(): void
  /** Plain data for pictures. Reads only. */
  inspect(): Readonly<Record<string, unknown>>
}

/** What every sketch may use; those that have no use for a field ignore it. */
export interface SketchOptions {
  /** Columns of a matrix: the error of Count-Min is e / width of the stream. */
  readonly width: number
  /** Rows of a matrix. */
  readonly depth: number
  /** Items that are kept by name: counters of Space-Saving and Misra–Gries, candidates beside a matrix; 1 / error of Lossy Counting. */
  readonly counters: number
  /** Chooses the hash functions. Sketches that are to be merged have the same. */
  readonly seed: number
  /** For sketches that toss coins. */
  readonly random: RandomStream
}

/** One entry of the catalogue of heavy-hitter sketches. */
export interface SketchSpec {
  /** Unique, kebab-case; the file's name. */
  readonly name: string
  readonly title: string
  readonly summary: string
  /** A known mistake, kept so that it can be seen failing. */
  readonly broken?: true
  create(options: SketchOptions): HeavyHitters
}

/** Highest count first; of equals the lower item. */
export const byRank = (a: Ranked, b: Ranked): number => b.count - a.count || a.item - b.item
