/**
 * The other half of a lease: whatever is protected remembers, for each name, the highest fencing token it has seen, and
 * turns away whoever comes with a lower one: an owner that was paused past the end of its lease, and woke.
 * Paper: Burrows, "The Chubby lock service" (2006), section 2.4 (sequencers). Compare: trusting the lease alone.
 * Cost: O(1) a name. Invariant: the tokens admitted for a name never fall.
 */
export class FencedResource {
  readonly #highest = new Map<string, number>()
  #admitted = 0
  #turnedAway = 0

  /** True when no higher token has come for any of the names; then it counts for all of them, else for none. */
  admit(names: readonly string[], fencingToken: number): boolean {
    for (const name of names) {
      if (fencingToken >= this.highestSeen(name)) continue
      this.#turnedAway++
      return false
    }
    for (const name of names) this.#highest.set(name, fencingToken)
    this.#admitted++
    return true
  }

  /** -Infinity before the first. */
  highestSeen(name: string): number {
    return this.#highest.get(name) ?? -Infinity
  }

  /** Reads only. */
  inspect() {
    return { names: this.#highest.size, admitted: this.#admitted, turnedAway: this.#turnedAway } as const
  }
}
