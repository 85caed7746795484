import type { PolicySpec, QueueSnapshot } from '../eviction-policy.ts'
import { SlotLinks } from '../slot-links.ts'
import { admissible, TablePolicy } from '../table-policy.ts'

/** The list of entries with frequency 1, always there; the lists of higher frequencies come and go. */
const ONCE = 1
/** Every list, also one made later, holds what is in the cache. */
const EVERY_LIST = 1_073_741_823

/**
 * Least frequently used in constant time: entries with the same frequency share a list, the lists form a chain in
 * order of frequency, a hit moves an entry to the next list. Among equals the least recently used goes.
 * Paper: Shah, Mitra, Matani, "An O(1) algorithm for implementing the LFU cache eviction scheme" (2010).
 * Departure: frequencies live as long as the entry, as there; a key that comes back starts from 1.
 * Compare: w-tinylfu, which remembers frequencies of absent keys and forgets old ones. Cost: O(1) an access.
 * Invariant: the chain ascends strictly, and no list on it but the first is empty.
 */
export class Lfu extends TablePolicy {
  readonly name: string = 'lfu'
  readonly #chain: SlotLinks
  #used = 0

  constructor(options: { capacity: number }) {
    super(options.capacity, 1, EVERY_LIST)
    this.#chain = new SlotLinks(this.table.slots, ONCE)
    this.table.mark[ONCE] = 1
  }

  override get size(): number {
    return this.table.entries
  }

  override get used(): number {
    return this.#used
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
    const { table } = this
    const list = table.list[slot]
    const frequency = table.mark[list] + 1
    let higher = this.#chain.next[list]
    if (higher === ONCE || table.mark[higher] !== frequency) higher = this.#newList(frequency, list)
    table.moveToFront(higher, slot)
    this.#dropIfEmpty(list)
  }

  protected insert(key: number, units: number): boolean {
    this.makeRoom(units)
    this.table.add(ONCE, key, units)
    this.#chain.ensure(this.table.slots)
    this.#used += units
    return true
  }

  protected makeRoom(units: number): void {
    if (units === 0) this.#recount()
    while (this.#used + units > this.capacity) {
      const slot = this.victim()
      if (slot === 0) return
      const list = this.table.list[slot]
      this.#used -= this.table.units[slot]
      this.table.evict(slot)
      this.#dropIfEmpty(list)
    }
  }

  /** The least recently used of the entries with the lowest frequency. */
  protected victim(): number {
    const lowest = this.table.countOn(ONCE) > 0 ? ONCE : this.#chain.next[ONCE]
    return this.table.back(lowest)
  }

  protected override forget(slot: number): void {
    const list = this.table.list[slot]
    this.#used -= this.table.units[slot]
    super.forget(slot)
    this.#dropIfEmpty(list)
  }

  override clear(): void {
    super.clear()
    this.#chain.clear()
    this.table.mark[ONCE] = 1
    this.#used = 0
  }

  /** One queue a frequency, the highest first. */
  protected queues(maxKeys: number) {
    const queues: QueueSnapshot[] = []
    for (let list = this.#chain.prev[ONCE]; list !== ONCE; list = this.#chain.prev[list]) {
      queues.push(this.queue(`asked for ${this.table.mark[list]} times`, list, maxKeys))
    }
    queues.push(this.queue('asked for once', ONCE, maxKeys))
    return queues
  }

  #newList(frequency: number, after: number): number {
    const list = this.table.newList()
    this.#chain.ensure(this.table.slots)
    this.table.mark[list] = frequency
    this.#chain.insertAfter(after, list)
    return list
  }

  #dropIfEmpty(list: number): void {
    if (list === ONCE || this.table.countOn(list) > 0) return
    this.#chain.remove(list)
    this.table.freeList(list)
  }

  /** An entry was given another size: the lists know. */
  #recount(): void {
    this.#used = this.table.unitsOn(ONCE)
    for (let list = this.#chain.next[ONCE]; list !== ONCE; list = this.#chain.next[list]) {
      this.#used += this.table.unitsOn(list)
    }
  }
}

export const policy: PolicySpec = {
  name: 'lfu',
  title: 'LFU',
  summary: 'Evicts the key asked for least often since it came in.',
  role: 'real',
  create: (options) => new Lfu(options),
}
