/** What `next` holds for a slot that is not on the ring. */
const ABSENT = -1

/**
 * A second ring through the slots of an entry table, for policies whose entries stand in two orders at once.
 * It is anchored at one slot: `next[anchor]` is the first, `prev[anchor]` the last, the anchor itself means "none".
 * Paper: Knuth, The Art of Computer Programming vol. 1, section 2.2.5. Compare: the lists of EntryTable, which count.
 * Cost: O(1) a call; 8 bytes a slot. Invariant: next[prev[s]] = s = prev[next[s]] for every slot on the ring.
 */
export class SlotLinks {
  prev: Int32Array
  next: Int32Array
  readonly #anchor: number

  constructor(slots: number, anchor: number) {
    this.#anchor = anchor
    this.prev = new Int32Array(slots)
    this.next = new Int32Array(slots)
    this.clear()
  }

  /** Makes the arrays as long as the table's; to be called after the table may have grown. */
  ensure(slots: number): void {
    const length = this.next.length
    if (slots <= length) return
    const prev = new Int32Array(slots)
    const next = new Int32Array(slots).fill(ABSENT)
    prev.set(this.prev)
    next.set(this.next)
    this.prev = prev
    this.next = next
  }

  /** Whether a slot is on the ring. */
  has(slot: number): boolean {
    return this.next[slot] !== ABSENT
  }

  /** Puts a slot that is not on the ring right after `place`. */
  insertAfter(place: number, slot: number): void {
    const after = this.next[place]
    this.prev[slot] = place
    this.next[slot] = after
    this.prev[after] = slot
    this.next[place] = slot
  }

  /** Takes a slot off the ring. */
  remove(slot: number): void {
    const before = this.prev[slot]
    const after = this.next[slot]
    this.next[before] = after
    this.prev[after] = before
    this.next[slot] = ABSENT
  }

  /** Takes everything off the ring. */
  clear(): void {
    this.next.fill(ABSENT)
    this.next[this.#anchor] = this.#anchor
    this.prev[this.#anchor] = this.#anchor
  }
}
