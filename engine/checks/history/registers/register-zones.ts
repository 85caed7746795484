import type { LazyText } from '../lazy-text.ts'

/** An instant; anything that orders events. */
type Instant = number

/** All operations on one value: its write, and the reads that returned it. */
interface Cluster {
  readonly value: unknown
  /** When its write was asked for. */
  readonly writtenFrom: Instant
  /** The earliest end of any of its operations: by then the value was there. */
  firstEnd: Instant
  /** The latest start of any of its operations: it was there still. */
  lastStart: Instant
  readonly texts: LazyText[]
}

/** Two values of one register that cannot both have been there when they were. */
export interface Overlap {
  readonly value: unknown
  readonly other: unknown
  /** The operations that show it, in plain words. */
  readonly operations: readonly string[]
  readonly why: 'both in between' | 'within' | 'before it was written'
}

const KEPT = 64
const TEXTS = 4
const NOBODY_WROTE: unique symbol = Symbol('before all writes')

/**
 * Decides, operation by operation, whether the history of one register is linearizable, as long as no two writes write the
 * same: each value has a zone from the first time it was surely there to the last; zones of values that were surely there
 * over a span must not overlap, nor hold the zone of another within.
 * Paper: Gibbons and Korach, "Testing shared memories" (1997), section 4. Compare: the search of `LinearizationSearch`,
 * which needs no distinct values. Cost: O(values kept) an operation. Invariant: says so exactly when the operations so far
 * have no order; values overwritten long ago are forgotten, and what is read of them later is not judged.
 */
export class RegisterZones {
  readonly #clusters = new Map<unknown, Cluster>()

  constructor() {
    this.#clusters.set(NOBODY_WROTE, cluster(NOBODY_WROTE, -Infinity, -Infinity))
  }

  /** A write has been asked for: from now on it may be there. */
  asked(value: unknown, from: Instant): void {
    this.#clusters.set(value, cluster(value, from, Infinity))
    if (this.#clusters.size <= KEPT) return
    const [oldest] = this.#clusters.keys()
    this.#clusters.delete(oldest)
  }

  /** It has been acknowledged. */
  wrote(value: unknown, from: Instant, to: Instant, text: LazyText): Overlap | null {
    return this.#add(value, from, to, text)
  }

  /** A read has returned `value`; null: nothing was written before. */
  read(value: unknown, from: Instant, to: Instant, text: LazyText): Overlap | null {
    return this.#add(value ?? NOBODY_WROTE, from, to, text)
  }

  #add(value: unknown, from: Instant, to: Instant, text: LazyText): Overlap | null {
    const own = this.#clusters.get(value)
    if (own === undefined) return null
    if (own.texts.length === TEXTS) own.texts.splice(1, 1)
    own.texts.push(text)
    if (to < own.writtenFrom) return tell(own, own, 'before it was written')
    if (to < own.firstEnd) own.firstEnd = to
    if (from > own.lastStart) own.lastStart = from
    for (const other of this.#clusters.values()) {
      if (other === own) continue
      const why = conflict(own, other)
      if (why !== null) return tell(own, other, why)
    }
    return null
  }
}

function cluster(value: unknown, writtenFrom: Instant, firstEnd: Instant): Cluster {
  return { value, writtenFrom, firstEnd, lastStart: writtenFrom, texts: [] }
}

function conflict(a: Cluster, b: Cluster): Overlap['why'] | null {
  const spansA = a.firstEnd < a.lastStart
  const spansB = b.firstEnd < b.lastStart
  if (spansA && spansB) return a.firstEnd < b.lastStart && b.firstEnd < a.lastStart ? 'both in between' : null
  if (!spansA && !spansB) return null
  const [span, point] = spansA ? [a, b] : [b, a]
  return span.firstEnd < point.lastStart && point.firstEnd < span.lastStart ? 'within' : null
}

function tell(a: Cluster, b: Cluster, why: Overlap['why']): Overlap {
  const known = (value: unknown) => (value === NOBODY_WROTE ? null : value)
  const operations = a === b ? a.texts : [...a.texts, ...b.texts]
  return {
    value: known(a.value),
    other: known(b.value),
    operations: operations.map(String).sort(byTime),
    why,
  }
}

/** Texts begin with their times. */
function byTime(a: string, b: string): number {
  return Number.parseFloat(a) - Number.parseFloat(b)
}
