import type { PolicySpec } from '../eviction-policy.ts'
import { admissible, TablePolicy } from '../table-policy.ts'

const PROBATION = 1
const PROTECTED = 2

/**
 * Segmented LRU: a key enters on probation and is protected from its second request on. What overflows the protected
 * segment goes back to the front of probation; the back of probation is evicted.
 * Paper: Karedla, Love, Wherry, "Caching strategies to improve disk system performance" (1994). The protected share is
 * ours to choose: four fifths, as is usual. Compare: lru, which one scan empties; 2q, which also remembers ghosts.
 * Cost: O(1) an access in entries. Invariant: the protected segment is within its share.
 */
export class Slru extends TablePolicy {
  readonly name = 'slru'
  readonly #protectedCapacity: number

  constructor(options: { capacity: number }) {
    super(options.capacity, 2)
    this.#protectedCapacity = Math.floor((options.capacity * 4) / 5)
  }

  access(key: number, units = 1): boolean {
    const slot = this.table.seek(key)
    if (slot !== 0) {
      this.promote(slot)
      return true
    }
    if (admissible(key, units, this.capacity)) this.insert(key, units)
    return false
  }

  protected promote(slot: number): void {
    this.table.moveToFront(PROTECTED, slot)
    this.#demote()
  }

  protected insert(key: number, units: number): boolean {
    this.makeRoom(units)
    this.table.add(PROBATION, key, units)
    return true
  }

  protected makeRoom(units: number): void {
    const { table, capacity } = this
    this.#demote()
    while (table.unitsOn(PROBATION) + table.unitsOn(PROTECTED) + units > capacity) {
      table.evict(table.back(PROBATION) || table.back(PROTECTED))
    }
  }

  protected queues(maxKeys: number) {
    return [
      this.queue('protected', PROTECTED, maxKeys, this.#protectedCapacity),
      this.queue('probation', PROBATION, maxKeys),
    ]
  }

  #demote(): void {
    const { table } = this
    while (table.unitsOn(PROTECTED) > this.#protectedCapacity)
      table.moveToFront(PROBATION, table.back(PROTECTED))
  }
}

export const policy: PolicySpec = {
  name: 'slru',
  title: 'Segmented LRU',
  summary: 'Protects keys asked for at least twice from those asked for once.',
  role: 'real',
  create: (options) => new Slru(options),
}
