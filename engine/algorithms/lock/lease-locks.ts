import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'

const TOKENS_PER_EPOCH = 4_294_967_296
const EPOCH_MAX = 1_048_575
const SWEEP_SIZE_MIN = 64

/** A lock that its owner has until it is released or, by the lock server's clock, it expires. */
export interface Lease {
  readonly name: string
  /** Whoever presents this may extend and release: a value that only the taker knows, e.g. a session's id. */
  readonly owner: string
  readonly fencingToken: number
  readonly expiresAt: Nanos
}

export type AcquireOutcome =
  | { readonly status: 'acquired'; readonly fencingToken: number; readonly expiresAt: Nanos }
  /** Nothing was taken; this lease, the first found in the order asked for, stands in the way. */
  | { readonly status: 'held'; readonly by: Lease }

/** All that a replica needs to take over; plain data. */
export interface LeaseLocksState {
  readonly epoch: number
  readonly tokensIssued: number
  readonly leases: readonly Lease[]
}

export interface LeaseLocksOptions {
  /** Counts the lock server's generations: raised at each failover, it keeps fencing tokens rising. Default 0. */
  readonly epoch?: number
  /** What a replica knew when it was promoted. Without it: an empty server. */
  readonly state?: LeaseLocksState
}

export interface LeaseCounters {
  acquired: number
  refused: number
  extended: number
  released: number
  /** Releases and extensions by one who no longer was the owner. */
  strangers: number
}

/**
 * Named locks with a time to live, like `SET name owner NX PX ttl` with compare-and-delete to release: what a single
 * Redis server offers, several names in one step included. A lease says nothing about what its owner still does after
 * it has expired; only a resource that checks the fencing token can.
 * Paper: Gray and Cheriton, "Leases" (1989); Burrows, "The Chubby lock service" (2006), section 2.4, for tokens.
 * Compare: row locks (held as long as the transaction lives); a lock by consensus, which failover does not forget.
 * Cost: O(1) a name, amortised over sweeps of what has expired.
 * Invariant: at most one unexpired lease a name; later tokens are larger within an epoch and from epoch to epoch.
 */
export class LeaseLocks {
  readonly #leases = new Map<string, Lease>()
  readonly #epoch: number
  #tokensIssued = 0
  #sweepSize = SWEEP_SIZE_MIN
  readonly #counters: LeaseCounters = { acquired: 0, refused: 0, extended: 0, released: 0, strangers: 0 }

  constructor(options: LeaseLocksOptions = {}) {
    const { state } = options
    this.#epoch = options.epoch ?? state?.epoch ?? 0
    const inRange = Number.isInteger(this.#epoch) && this.#epoch >= 0 && this.#epoch <= EPOCH_MAX
    assert(inRange, 'the epoch is an integer from 0 to 1,048,575')
    if (state === undefined) return
    for (const lease of state.leases) this.#leases.set(lease.name, lease)
    // In the same epoch the replica counts on from what it knew, and may issue a token a second time.
    if (this.#epoch === state.epoch) this.#tokensIssued = state.tokensIssued
  }

  get counters(): Readonly<LeaseCounters> {
    return this.#counters
  }

  /** Takes all the names or none. An owner that has one of them already is refused like anybody else. */
  acquire(now: Nanos, names: readonly string[], owner: string, ttlNanos: Nanos): AcquireOutcome {
    assert(names.length > 0, 'at least one lock is asked for')
    assert(
      Number.isInteger(ttlNanos) && ttlNanos > 0,
      'a time to live is a positive whole number of nanoseconds',
    )
    for (const name of names) {
      const by = this.holderOf(now, name)
      if (by === undefined) continue
      this.#counters.refused++
      return { status: 'held', by }
    }
    const fencingToken = this.#epoch * TOKENS_PER_EPOCH + ++this.#tokensIssued
    const expiresAt = now + ttlNanos
    for (const name of names) this.#leases.set(name, { name, owner, fencingToken, expiresAt })
    this.#counters.acquired++
    this.#sweep(now)
    return { status: 'acquired', fencingToken, expiresAt }
  }

  /** Starts the time to live anew, if the owner still has all the names; else changes nothing. */
  extend(now: Nanos, names: readonly string[], owner: string, ttlNanos: Nanos): boolean {
    assert(
      Number.isInteger(ttlNanos) && ttlNanos > 0,
      'a time to live is a positive whole number of nanoseconds',
    )
    const leases: Lease[] = []
    for (const name of names) {
      const lease = this.#ownedBy(now, name, owner)
      if (lease === undefined) return false
      leases.push(lease)
    }
    for (const lease of leases) this.#leases.set(lease.name, { ...lease, expiresAt: now + ttlNanos })
    this.#counters.extended++
    return true
  }

  /** Gives back those of the names that the owner still has. Returned: how many those were. */
  release(now: Nanos, names: readonly string[], owner: string): number {
    let released = 0
    for (const name of names) {
      if (this.#ownedBy(now, name, owner) === undefined) continue
      this.#leases.delete(name)
      released++
    }
    this.#counters.released += released
    return released
  }

  /** The unexpired lease on a name. */
  holderOf(now: Nanos, name: string): Lease | undefined {
    const lease = this.#leases.get(name)
    return lease !== undefined && now < lease.expiresAt ? lease : undefined
  }

  /** The state to ship to a replica. What happens after it is forgotten, if that replica takes over. */
  export(now: Nanos): LeaseLocksState {
    const leases = [...this.#leases.values()].filter((lease) => now < lease.expiresAt)
    return { epoch: this.#epoch, tokensIssued: this.#tokensIssued, leases }
  }

  /** Reads only; at most `limit` leases, oldest name first. */
  inspect(now: Nanos, limit = 50) {
    const held: { name: string; owner: string; fencingToken: number; remainingNanos: Nanos }[] = []
    let heldCount = 0
    for (const { name, owner, fencingToken, expiresAt } of this.#leases.values()) {
      if (now >= expiresAt) continue
      heldCount++
      if (held.length < limit) held.push({ name, owner, fencingToken, remainingNanos: expiresAt - now })
    }
    return { epoch: this.#epoch, heldCount, held, counters: { ...this.#counters } } as const
  }

  #ownedBy(now: Nanos, name: string, owner: string): Lease | undefined {
    const lease = this.holderOf(now, name)
    if (lease?.owner === owner) return lease
    this.#counters.strangers++
    return undefined
  }

  #sweep(now: Nanos): void {
    if (this.#leases.size < this.#sweepSize) return
    for (const [name, lease] of this.#leases) if (now >= lease.expiresAt) this.#leases.delete(name)
    this.#sweepSize = Math.max(SWEEP_SIZE_MIN, this.#leases.size * 2)
  }
}
