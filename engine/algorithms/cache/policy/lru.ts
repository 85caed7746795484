import type { PolicySpec } from '../eviction-policy.ts'
import { admissible, TablePolicy } from '../table-policy.ts'

const QUEUE = 1

/**
 * Least recently used: a hit moves the entry to the front, the entry at the back goes.
 * Paper: Mattson, Gecsei, Slutz, Traiger, "Evaluation techniques for storage hierarchies" (1970): LRU is a stack
 * algorithm. Compare: fifo (no move), clock (one bit for the move), slru (a scan pushes everything out of lru).
 * Cost: O(1) an access. Invariant: the queue is in order of last use.
 */
export class Lru extends TablePolicy {
  readonly name = 'lru'

  constructor(options: { capacity: number }) {
    super(options.capacity, 1)
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
    this.table.moveToFront(QUEUE, slot)
  }

  protected insert(key: number, units: number): boolean {
    this.makeRoom(units)
    this.table.add(QUEUE, key, units)
    return true
  }

  protected makeRoom(units: number): void {
    const { table, capacity } = this
    while (table.unitsOn(QUEUE) + units > capacity) table.evict(table.back(QUEUE))
  }

  protected queues(maxKeys: number) {
    return [this.queue('by last use', QUEUE, maxKeys, this.capacity)]
  }
}

export const policy: PolicySpec = {
  name: 'lru',
  title: 'LRU',
  summary: 'Evicts the key that was asked for longest ago.',
  role: 'real',
  create: (options) => new Lru(options),
}
