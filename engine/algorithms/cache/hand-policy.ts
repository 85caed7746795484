import { admissible, TablePolicy } from './table-policy.ts'

const RING = 1

/**
 * Policies with a hand that sweeps over the entries: a hit sets the entry's mark, the hand clears marks as it passes
 * and evicts the first entry that has none. The hand walks from the back of the list to the front, then starts again.
 * Paper: Corbató, "A paging experiment with the Multics system" (1968). Compare: lru, which moves entries on each hit.
 * Cost: O(1) amortised: the hand clears no more marks than hits have set. Invariant: the hand is an entry, or the
 * list's anchor (then it starts at the back).
 */
export abstract class HandPolicy extends TablePolicy {
  #hand = RING

  constructor(options: { capacity: number }) {
    super(options.capacity, 1)
  }

  protected get hand(): number {
    return this.#hand
  }

  access(key: number, units = 1): boolean {
    const slot = this.table.seek(key)
    if (slot !== 0) {
      this.promote(slot)
      return true
    }
    if (admissible(key, units, this.capacity)) this.insert(key, units, 0)
    return false
  }

  protected promote(slot: number): void {
    this.table.mark[slot] = 1
  }

  protected makeRoom(units: number): void {
    const { table, capacity } = this
    while (table.unitsOn(RING) + units > capacity) {
      const { prev, mark } = table
      let hand = this.#hand === RING ? prev[RING] : this.#hand
      while (mark[hand] !== 0) {
        mark[hand] = 0
        hand = prev[hand]
        if (hand === RING) hand = prev[RING]
      }
      this.#hand = prev[hand]
      table.evict(hand)
    }
  }

  override clear(): void {
    super.clear()
    this.#hand = RING
  }

  protected override forget(slot: number): void {
    if (slot === this.#hand) this.#hand = this.table.prev[slot]
    super.forget(slot)
  }

  protected queues(maxKeys: number) {
    return [this.markedQueue('ring', RING, maxKeys, this.capacity)]
  }

  protected override handKey(): number | null {
    const { table } = this
    const slot = this.#hand === RING ? table.back(RING) : this.#hand
    return slot === 0 ? null : table.key[slot]
  }
}
