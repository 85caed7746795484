import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import { LimiterTable } from './limiter-table.ts'
import { createDecision } from './limiter.ts'
import type { Decision, LimiterOptions, LimiterSpec } from './limiter.ts'

export interface Dimension {
  /** As user, key, ip or global. */
  readonly name: string
  readonly options: LimiterOptions
}

export interface MultiDimensionOptions {
  readonly spec: LimiterSpec
  /** In the order in which they are asked. */
  readonly dimensions: readonly Dimension[]
  /** `all-or-nothing` is sound; `in-order` leaves earlier dimensions charged for what a later one rejects. */
  readonly charging: 'all-or-nothing' | 'in-order'
}

/** A decision over several dimensions; the numbers are the tightest one's (the rejecting one's, if rejected). */
export interface MultiDecision extends Decision {
  /** Which dimension rejected, by position; −1 when allowed. */
  rejectedBy: number
}

/**
 * One request judged by several limits at once (per user, per key, per address, globally): it passes when all agree.
 * Paper: none; all-or-nothing is the atomicity of Gray and Reuter, "Transaction Processing" (1993).
 * Compare: the naive order of checks, `in-order`. Cost: one decision a dimension, one refund a dimension charged in vain.
 * Invariant: with all-or-nothing, each dimension has been charged exactly for the requests that were admitted.
 */
export class MultiDimension {
  readonly #names: readonly string[]
  readonly #tables: readonly LimiterTable[]
  readonly #allOrNothing: boolean
  readonly #decision: MultiDecision = { ...createDecision(), rejectedBy: -1 }
  readonly #rejections: number[]
  readonly #chargedInVain: number[]

  constructor({ spec, dimensions, charging }: MultiDimensionOptions) {
    assert(dimensions.length > 0, 'there is at least one dimension')
    this.#names = dimensions.map((dimension) => dimension.name)
    this.#tables = dimensions.map(({ options }) => new LimiterTable({ spec, options }))
    this.#allOrNothing = charging === 'all-or-nothing'
    this.#rejections = dimensions.map(() => 0)
    this.#chargedInVain = dimensions.map(() => 0)
  }

  /** Judges a request with one key a dimension, in their order. The returned object is reused by the next call. */
  take(now: Nanos, keys: readonly (string | number)[], cost = 1): MultiDecision {
    assert(keys.length === this.#tables.length, 'there is one key a dimension')
    const merged = this.#decision
    merged.rejectedBy = -1
    merged.remaining = Infinity
    merged.delayNanos = 0
    for (let i = 0; i < this.#tables.length; i++) {
      const decision = this.#tables[i].take(now, keys[i], cost)
      if (!decision.allowed) {
        this.#reject(i, decision, now, keys, cost)
        return merged
      }
      tighten(merged, decision)
    }
    return merged
  }

  get bytes(): number {
    let bytes = 0
    for (const table of this.#tables) bytes += table.bytes
    return bytes
  }

  inspect(now: Nanos) {
    return this.#names.map((name, i) => ({
      dimension: name,
      rejections: this.#rejections[i],
      chargedInVain: this.#chargedInVain[i],
      ...this.#tables[i].inspect(now),
    }))
  }

  #reject(
    at: number,
    decision: Decision,
    now: Nanos,
    keys: readonly (string | number)[],
    cost: number,
  ): void {
    const merged = this.#decision
    this.#rejections[at] += 1
    merged.rejectedBy = at
    copyDecision(merged, decision)
    for (let i = 0; i < at; i++) {
      if (this.#allOrNothing) this.#tables[i].refund(now, keys[i], cost)
      else this.#chargedInVain[i] += cost
    }
    // a later dimension may ask for a longer wait: a client told the shorter one would come back in vain
    for (let i = at + 1; i < this.#tables.length; i++) {
      const { retryAfterNanos } = this.#tables[i].peek(now, keys[i], cost)
      merged.retryAfterNanos = Math.max(merged.retryAfterNanos, retryAfterNanos)
    }
  }
}

function tighten(merged: MultiDecision, decision: Decision): void {
  const delayNanos = Math.max(merged.delayNanos, decision.delayNanos)
  if (decision.remaining < merged.remaining) copyDecision(merged, decision)
  merged.delayNanos = delayNanos
}

function copyDecision(into: Decision, from: Decision): void {
  into.allowed = from.allowed
  into.limit = from.limit
  into.remaining = from.remaining
  into.resetAfterNanos = from.resetAfterNanos
  into.retryAfterNanos = from.retryAfterNanos
  into.delayNanos = from.delayNanos
}
