import type { Nanos } from '../../../lib/units.ts'
import type { Lease } from './revision-map.ts'

/**
 * When leases end, by the clock of the server that leads. Renewals are not in the log: a new leader gives every lease its whole
 * time once more, so that none ends early because of an election.
 * Paper: Gray and Cheriton, "Leases" (1989); Burrows, Chubby (2006), section 2.9. Compare: ends in the log, a write a renewal.
 * Cost: O(leases) a look. Invariant: no lease ends before its time since its latest renewal, by the leader's clock.
 */
export class LeaseClock {
  readonly #endsAt = new Map<number, Nanos>()

  /** This server begins to lead. */
  begin(leases: Iterable<Lease>, now: Nanos): void {
    this.#endsAt.clear()
    for (const lease of leases) this.#endsAt.set(lease.id, now + lease.ttlNanos)
  }

  /** Renews; false when there is no such lease, or its end has come and is only not in the log yet. */
  renew(lease: Lease | undefined, now: Nanos): boolean {
    if (lease === undefined || (this.#endsAt.get(lease.id) ?? Infinity) <= now) return false
    this.#endsAt.set(lease.id, now + lease.ttlNanos)
    return true
  }

  /** Leases whose time is over. */
  ended(leases: ReadonlyMap<number, Lease>, now: Nanos): number[] {
    const ended: number[] = []
    for (const [id, { ttlNanos }] of leases) {
      const at = this.#endsAt.get(id)
      if (at === undefined) this.#endsAt.set(id, now + ttlNanos)
      else if (at <= now) ended.push(id)
    }
    for (const id of this.#endsAt.keys()) if (!leases.has(id)) this.#endsAt.delete(id)
    return ended
  }

  /** How long the lease that ends next still lasts; Infinity without any. */
  nextEndNanos(now: Nanos): Nanos {
    let next = Infinity
    for (const at of this.#endsAt.values()) next = Math.min(next, at - now)
    return next
  }
}
