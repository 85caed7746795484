import type { PolicySpec } from '../eviction-policy.ts'
import { admissible, TablePolicy } from '../table-policy.ts'

const SMALL = 1
const MAIN = 2
const GHOST = 3
/** Hits are counted up to here. */
const MAX_FREQUENCY = 3
/** An entry of the small queue with at least this many hits goes to the main queue. */
const PROMOTED_AT = 2

/**
 * Three static FIFO queues: a small one that new keys pass through, a main one where a hit buys another round, and a
 * ghost queue through which a key evicted too early comes back into the main queue.
 * Paper: Yang, Zhang, Qiu, Yue, Rashmi, "FIFO queues are all you need for cache eviction" (SOSP 2023), algorithm 1:
 * small queue a tenth, ghosts as many as the main queue may hold. Departures: sizes and ghosts count in units, the
 * small queue has room for at least 1; a key removed and a main queue that is empty are provided for.
 * Compare: 2q (LRU for the main list), clock, sieve. Cost: O(1) amortised; a hit writes one number.
 * Invariant: ghosts are within their limit; both queues together are within the capacity.
 */
export class S3Fifo extends TablePolicy {
  readonly name = 's3-fifo'
  readonly #smallCapacity: number
  readonly #mainCapacity: number

  constructor(options: { capacity: number }) {
    super(options.capacity, 3, 2)
    this.#smallCapacity = Math.max(1, Math.floor(options.capacity / 10))
    this.#mainCapacity = options.capacity - this.#smallCapacity
  }

  access(key: number, units = 1): boolean {
    const slot = this.table.seek(key)
    if (slot !== 0 && this.table.list[slot] <= MAIN) {
      this.promote(slot)
      return true
    }
    if (admissible(key, units, this.capacity)) this.insert(key, units, slot)
    return false
  }

  protected promote(slot: number): void {
    const { mark } = this.table
    if (mark[slot] < MAX_FREQUENCY) mark[slot]++
  }

  protected insert(key: number, units: number, ghost: number): boolean {
    const { table } = this
    if (ghost !== 0) table.drop(ghost)
    this.makeRoom(units)
    table.add(ghost === 0 ? SMALL : MAIN, key, units)
    return true
  }

  protected makeRoom(units: number): void {
    const { table, capacity } = this
    while (table.unitsOn(SMALL) + table.unitsOn(MAIN) + units > capacity) {
      if (table.countOn(MAIN) === 0 || table.unitsOn(SMALL) >= this.#smallCapacity) this.#evictSmall()
      else this.#evictMain()
    }
  }

  protected queues(maxKeys: number) {
    return [
      this.markedQueue('main', MAIN, maxKeys, this.#mainCapacity),
      this.markedQueue('small', SMALL, maxKeys, this.#smallCapacity),
      this.queue('ghost', GHOST, maxKeys, this.#mainCapacity),
    ]
  }

  /** Evicts one entry of the small queue; those on its way that were hit go to the main queue. */
  #evictSmall(): void {
    const { table } = this
    for (let slot = table.back(SMALL); slot !== 0; slot = table.back(SMALL)) {
      if (table.mark[slot] < PROMOTED_AT) {
        table.noteEviction(slot)
        table.moveToFront(GHOST, slot)
        while (table.unitsOn(GHOST) > this.#mainCapacity) table.drop(table.back(GHOST))
        return
      }
      if (table.unitsOn(MAIN) + table.units[slot] > this.#mainCapacity) this.#evictMain()
      table.moveToFront(MAIN, slot)
    }
  }

  /** Evicts one entry of the main queue; those on its way that were hit pay one hit for another round. */
  #evictMain(): void {
    const { table } = this
    for (let slot = table.back(MAIN); slot !== 0; slot = table.back(MAIN)) {
      if (table.mark[slot] === 0) {
        table.evict(slot)
        return
      }
      table.mark[slot]--
      table.moveToFront(MAIN, slot)
    }
  }
}

export const policy: PolicySpec = {
  name: 's3-fifo',
  title: 'S3-FIFO',
  summary:
    'Filters one-hit keys through a small queue, and gives popular keys another round in the main one.',
  role: 'real',
  create: (options) => new S3Fifo(options),
}
