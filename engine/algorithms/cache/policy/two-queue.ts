import type { PolicySpec } from '../eviction-policy.ts'
import { admissible, TablePolicy } from '../table-policy.ts'

const IN = 1
const MAIN = 2
const OUT = 3

/**
 * 2Q: new keys pass through a short queue (A1in); only a key that is asked for again after it left that queue, while
 * it is still remembered (A1out, ghosts), enters the main LRU list (Am).
 * Paper: Johnson, Shasha, "2Q: a low overhead high performance buffer management replacement algorithm" (VLDB 1994),
 * full version; Kin is a quarter of the capacity, Kout a half. Departures: sizes count in units; Kin and Kout are at
 * least 1; A1in gives when Am has nothing to give. Compare: arc, which tunes the shares; s3-fifo.
 * Cost: O(1) an access in entries. Invariant: A1out is within Kout.
 */
export class TwoQueue extends TablePolicy {
  readonly name = '2q'
  readonly #inCapacity: number
  readonly #outCapacity: number

  constructor(options: { capacity: number }) {
    super(options.capacity, 3, 2)
    this.#inCapacity = Math.max(1, Math.floor(options.capacity / 4))
    this.#outCapacity = Math.max(1, Math.floor(options.capacity / 2))
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

  /** A hit in A1in means nothing: it may be one burst of correlated requests. */
  protected promote(slot: number): void {
    if (this.table.list[slot] === MAIN) this.table.moveToFront(MAIN, slot)
  }

  protected insert(key: number, units: number, ghost: number): boolean {
    if (ghost !== 0) this.table.drop(ghost)
    this.makeRoom(units)
    this.table.add(ghost === 0 ? IN : MAIN, key, units)
    return true
  }

  protected makeRoom(units: number): void {
    const { table, capacity } = this
    while (table.unitsOn(IN) + table.unitsOn(MAIN) + units > capacity) {
      if (table.unitsOn(IN) > this.#inCapacity || table.countOn(MAIN) === 0) this.#pageOut(table.back(IN))
      else table.evict(table.back(MAIN))
    }
  }

  protected queues(maxKeys: number) {
    return [
      this.queue('Am', MAIN, maxKeys),
      this.queue('A1in', IN, maxKeys, this.#inCapacity),
      this.queue('A1out', OUT, maxKeys, this.#outCapacity),
    ]
  }

  #pageOut(slot: number): void {
    const { table } = this
    table.noteEviction(slot)
    table.moveToFront(OUT, slot)
    while (table.unitsOn(OUT) > this.#outCapacity) table.drop(table.back(OUT))
  }
}

export const policy: PolicySpec = {
  name: '2q',
  title: '2Q',
  summary: 'Lets a key into the main list only when it is asked for again after leaving a short entry queue.',
  role: 'real',
  create: (options) => new TwoQueue(options),
}
