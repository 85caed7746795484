import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import { LimiterTable } from './limiter-table.ts'
import type { Decision, LimiterOptions, LimiterSpec } from './limiter.ts'

export interface TieredLimitersOptions {
  readonly spec: LimiterSpec
  /** Each tier's limit, by name, as free, basic and premium. */
  readonly tiers: Readonly<Record<string, LimiterOptions>>
  /** The tier of clients whose own is unknown. */
  readonly fallback: string
}

/**
 * A table of clients for every tier of service. A client that changes tier starts afresh in the new one.
 * Paper: none. Compare: LimiterTable (one limit for all). Cost: O(1) a decision.
 * Invariant: a client is charged in its own tier only.
 */
export class TieredLimiters {
  readonly #tables = new Map<string, LimiterTable>()
  readonly #fallback: LimiterTable

  constructor({ spec, tiers, fallback }: TieredLimitersOptions) {
    for (const [tier, options] of Object.entries(tiers)) {
      this.#tables.set(tier, new LimiterTable({ spec, options }))
    }
    const table = this.#tables.get(fallback)
    assert(table !== undefined, 'the fallback is one of the tiers')
    this.#fallback = table
  }

  /** Decides for a client of a tier and charges it if allowed. The returned object is reused by the tier's next call. */
  take(now: Nanos, client: string | number, tier: string, cost = 1): Decision {
    return (this.#tables.get(tier) ?? this.#fallback).take(now, client, cost)
  }

  /** The decision that `take` would make. */
  peek(now: Nanos, client: string | number, tier: string, cost = 1): Decision {
    return (this.#tables.get(tier) ?? this.#fallback).peek(now, client, cost)
  }

  get bytes(): number {
    let bytes = 0
    for (const table of this.#tables.values()) bytes += table.bytes
    return bytes
  }

  inspect(now: Nanos) {
    return [...this.#tables].map(([tier, table]) => ({ tier, ...table.inspect(now) }))
  }
}
