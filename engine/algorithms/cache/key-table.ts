import { SlotIndex } from './slot-index.ts'

/** Room at first; it doubles when it is full. */
const FIRST_SLOTS = 16

/**
 * Values by integer key, for what comes and goes all the time, such as requests under way: a Map makes a new table every few changes.
 * Open addressing over numbered slots that are used again. Paper: Knuth, The Art of Computer Programming vol. 3, section 6.4.
 * Compare: Map (keeps the order of insertion; this does not). Cost: O(1) expected a call, and nothing is allocated once it is as large
 * as it gets. Invariant: every slot is in the index or on the list of free ones.
 */
export class KeyTable<Value extends object | number> {
  readonly #index = new SlotIndex(FIRST_SLOTS, 0)
  /** By slot; null in a free one, and in slot 0, which means "none". */
  readonly #values: (Value | null)[] = [null]
  readonly #free: number[] = []
  #size = 0

  constructor() {
    this.#addSlots(FIRST_SLOTS)
  }

  get size(): number {
    return this.#size
  }

  /** For how many it has room as it is. */
  get room(): number {
    return this.#values.length - 1
  }

  has(key: number): boolean {
    return this.#index.find(key) !== 0
  }

  get(key: number): Value | null {
    return this.#values[this.#index.find(key)]
  }

  set(key: number, value: Value): void {
    let slot = this.#index.find(key)
    if (slot === 0) {
      if (this.#free.length === 0) this.#grow()
      slot = this.#free.pop()!
      this.#index.add(slot, key)
      this.#size++
    }
    this.#values[slot] = value
  }

  /** True if it was there. */
  delete(key: number): boolean {
    const slot = this.#index.find(key)
    if (slot === 0) return false
    this.#index.remove(slot)
    this.#values[slot] = null
    this.#free.push(slot)
    this.#size--
    return true
  }

  clear(): void {
    for (const [key] of this.entries()) this.delete(key)
  }

  /** All that it holds, in no particular order. */
  entries(): [key: number, value: Value][] {
    return this.#values.flatMap((value, slot): [number, Value][] =>
      value === null ? [] : [[this.#index.key[slot], value]],
    )
  }

  #grow(): void {
    const slots = this.#values.length * 2
    this.#index.grow(slots)
    this.#addSlots(slots)
  }

  /** Slots up to this many. */
  #addSlots(slots: number): void {
    for (let slot = slots - 1; slot >= this.#values.length; slot--) this.#free.push(slot)
    while (this.#values.length < slots) this.#values.push(null)
  }
}
