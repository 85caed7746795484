import { compareKeys, firstUnmet } from './row.ts'
import type { Condition, RowKey, RowValue } from './row.ts'
import type { RowSlot } from './row-slot.ts'

/**
 * The few rows of a large table that meet its conditions (orders that are still open), found without looking at the others. It keeps
 * every row of which some version met them; which version a reader sees is for the reader to judge.
 * Paper: Stonebraker, "The case for partial indexes" (1989). Compare: an index of all rows by status, whose common value is as long as
 * the table. Cost: O(1) a write; a search looks at what has met them since the last one. Invariant: no row of which a kept version meets
 * the conditions is missing.
 */
export class PartialIndex {
  readonly #where: readonly Condition[]
  readonly #slots = new Set<RowSlot>()

  constructor(where: readonly Condition[]) {
    this.#where = where
  }

  get size(): number {
    return this.#slots.size
  }

  /** Whether these are its conditions, in its order. */
  answers(where: readonly Condition[]): boolean {
    return this.#where === where || JSON.stringify(this.#where) === JSON.stringify(where)
  }

  /** Call with every version that is put down. */
  note(slot: RowSlot, value: RowValue | undefined): void {
    if (this.#meets(value)) this.#slots.add(slot)
  }

  /** Rows with from <= key <= to of which some version meets the conditions, in key order. What no longer does is let go. */
  range(from: RowKey, to: RowKey): RowSlot[] {
    const found: RowSlot[] = []
    for (const slot of this.#slots) {
      if (!this.#everMet(slot)) this.#slots.delete(slot)
      else if (compareKeys(slot.key, from) >= 0 && compareKeys(slot.key, to) <= 0) found.push(slot)
    }
    return found.sort((left, right) => compareKeys(left.key, right.key))
  }

  #everMet(slot: RowSlot): boolean {
    let version = slot.newest
    while (version !== undefined && !this.#meets(version.value)) version = version.older
    return version !== undefined
  }

  #meets(value: RowValue | undefined): boolean {
    return value !== undefined && firstUnmet(value, this.#where) === undefined
  }
}
