/**
 * Request coalescing, or single flight: the first to ask for a key leads and fetches it, all who ask before the answer
 * wait for that one fetch. Bookkeeping only: who fetches and who is told is the caller's business.
 * Paper: Nishtala et al., "Scaling Memcache at Facebook" (NSDI 2013), section 3.2.1 (leases against thundering herds).
 * Compare: xfetch (refreshes before the herd comes), no coalescing (each asker fetches). Cost: O(1) to ask and
 * leave, O(askers) to settle. Invariant: a key in flight has exactly one leader, and nobody is in a flight twice.
 */
export class Coalescer {
  /** Key to its askers in the order they came: the first leads. */
  readonly #flights = new Map<number, Set<number>>()
  #waiting = 0

  /** Keys being fetched. */
  get inFlight(): number {
    return this.#flights.size
  }

  /** Askers who wait for somebody else's fetch. */
  get waiting(): number {
    return this.#waiting
  }

  /** True: the asker leads and is to fetch the key. False: somebody does already, the asker waits. */
  ask(key: number, asker: number): boolean {
    const flight = this.#flights.get(key)
    if (flight === undefined) {
      this.#flights.set(key, new Set([asker]))
      return true
    }
    if (flight.has(asker)) return first(flight) === asker
    flight.add(asker)
    this.#waiting++
    return false
  }

  /** Whether a key is being fetched. */
  has(key: number): boolean {
    return this.#flights.has(key)
  }

  /** The fetch ended, well or badly: ends the flight and returns all askers, the leader first; none if unknown. */
  settle(key: number): number[] {
    const flight = this.#flights.get(key)
    if (flight === undefined) return []
    this.#flights.delete(key)
    this.#waiting -= flight.size - 1
    return [...flight]
  }

  /**
   * An asker gives up (its deadline passed, it was cancelled, it crashed). If it led, the one who has waited longest
   * leads now and is returned, to fetch anew; null in every other case.
   */
  leave(key: number, asker: number): number | null {
    const flight = this.#flights.get(key)
    if (flight === undefined || !flight.has(asker)) return null
    const led = first(flight) === asker
    flight.delete(asker)
    if (flight.size === 0) this.#flights.delete(key)
    else this.#waiting--
    return led && flight.size > 0 ? first(flight) : null
  }

  /** Forgets all flights. */
  clear(): void {
    this.#flights.clear()
    this.#waiting = 0
  }

  /** The flights with most askers, at most `most`. */
  inspect(most = 20) {
    const flights = [...this.#flights].map(([key, flight]) => {
      return { key, leader: first(flight), waiters: flight.size - 1 }
    })
    flights.sort((a, b) => b.waiters - a.waiters || a.key - b.key)
    return { inFlight: this.inFlight, waiting: this.#waiting, flights: flights.slice(0, most) }
  }
}

function first(flight: Set<number>): number {
  return flight.values().next().value!
}
