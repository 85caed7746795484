import { KeyTable } from './key-table.ts'

/**
 * Request coalescing, or single flight: the first to ask for a key leads and fetches it, all who ask before the answer
 * wait for that one fetch. Bookkeeping only: who fetches and who is told is the caller's business.
 * Paper: Nishtala et al., "Scaling Memcache at Facebook" (NSDI 2013), section 3.2.1 (leases against thundering herds).
 * Compare: xfetch (refreshes before the herd comes), no coalescing (each asker fetches). Cost: O(1) to ask and
 * leave, O(askers) to settle. Invariant: a key in flight has exactly one leader, and nobody is in a flight twice.
 */
export class Coalescer {
  /** By key being fetched: who leads. */
  readonly #leaders = new KeyTable<number>()
  /** By key: who else waits, in the order they came. Most keys have nobody, and no entry. */
  readonly #waiters = new Map<number, Set<number>>()
  #waiting = 0

  /** Keys being fetched. */
  get inFlight(): number {
    return this.#leaders.size
  }

  /** Askers who wait for somebody else's fetch. */
  get waiting(): number {
    return this.#waiting
  }

  /** True: the asker leads and is to fetch the key. False: somebody does already, the asker waits. */
  ask(key: number, asker: number): boolean {
    const leader = this.#leaders.get(key)
    if (leader === null) this.#leaders.set(key, asker)
    if (leader === null || leader === asker) return true
    let waiters = this.#waiters.get(key)
    if (waiters === undefined) this.#waiters.set(key, (waiters = new Set()))
    if (!waiters.has(asker)) this.#waiting++
    waiters.add(asker)
    return false
  }

  /** Whether a key is being fetched. */
  has(key: number): boolean {
    return this.#leaders.has(key)
  }

  /** The fetch ended, well or badly: ends the flight and returns all askers, the leader first; none if unknown. */
  settle(key: number): number[] {
    const leader = this.#leaders.get(key)
    if (leader === null) return []
    this.#leaders.delete(key)
    const waiters = this.#waiters.get(key)
    if (waiters === undefined) return [leader]
    this.#waiters.delete(key)
    this.#waiting -= waiters.size
    return [leader, ...waiters]
  }

  /**
   * An asker gives up (its deadline passed, it was cancelled, it crashed). If it led, the one who has waited longest
   * leads now and is returned, to fetch anew; null in every other case.
   */
  leave(key: number, asker: number): number | null {
    const waiters = this.#waiters.get(key)
    const led = this.#leaders.get(key) === asker
    if (led && waiters === undefined) this.#leaders.delete(key)
    if (waiters === undefined) return null
    const left = led ? first(waiters) : asker
    if (!waiters.delete(left)) return null
    this.#waiting--
    if (waiters.size === 0) this.#waiters.delete(key)
    if (!led) return null
    this.#leaders.set(key, left)
    return left
  }

  /** Forgets all flights. */
  clear(): void {
    this.#leaders.clear()
    this.#waiters.clear()
    this.#waiting = 0
  }

  /** The flights with most askers, at most `most`. */
  inspect(most = 20) {
    const flights = this.#leaders.entries().map(([key, leader]) => {
      return { key, leader, waiters: this.#waiters.get(key)?.size ?? 0 }
    })
    flights.sort((a, b) => b.waiters - a.waiters || a.key - b.key)
    return { inFlight: this.inFlight, waiting: this.#waiting, flights: flights.slice(0, most) }
  }
}

function first(waiters: Set<number>): number {
  return waiters.values().next().value!
}
