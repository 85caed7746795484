import { assert } from '../../lib/assert.ts'
import { EntryTable } from './entry-table.ts'
import type { EvictionPolicy, PolicySnapshot, QueueSnapshot } from './eviction-policy.ts'

/**
 * What all policies on an entry table share. A policy says what a hit does (`promote`) and how a key comes in
 * (`insert`, which evicts); the lists 1 to `residentLists` of its table hold resident entries, the others ghosts.
 * Paper: Denning, "Virtual memory" (1970), for the frame: demand fetching and a replacement rule.
 * `access` is written out in every policy: the same lines here, shared by all of them, ran at a third of the speed,
 * because engines specialise shared code for a few classes only.
 * Compare: the policies in `policy/`. Cost: one index look-up an access. Invariant: used <= capacity.
 */
export abstract class TablePolicy implements EvictionPolicy {
  abstract readonly name: string
  readonly capacity: number
  protected readonly table: EntryTable
  protected readonly residentLists: number

  /** `lists` lists, of which the first `residentLists` hold what is in the cache. */
  constructor(capacity: number, lists: number, residentLists = lists) {
    assert(
      Number.isSafeInteger(capacity) && capacity >= 1,
      'the capacity of a cache is a positive whole number',
    )
    this.capacity = capacity
    this.residentLists = residentLists
    this.table = new EntryTable(lists, capacity)
  }

  /** Records a hit on a resident entry. */
  protected abstract promote(slot: number): void

  /** Brings in a key that is not resident and fits; `ghost` is the slot of its ghost, or 0. False: refused. */
  protected abstract insert(key: number, units: number, ghost: number): boolean

  /** Evicts until `units` more fit; with 0, after an entry grew. */
  protected abstract makeRoom(units: number): void

  /** The lists of the picture. */
  protected abstract queues(maxKeys: number): QueueSnapshot[]

  /** The largest object that may be in the cache, in units. */
  protected largest(): number {
    return this.capacity
  }

  get size(): number {
    let size = 0
    for (let list = 1; list <= this.residentLists; list++) size += this.table.countOn(list)
    return size
  }

  get used(): number {
    let used = 0
    for (let list = 1; list <= this.residentLists; list++) used += this.table.unitsOn(list)
    return used
  }

  get evictedCount(): number {
    return this.table.evictedCount
  }

  evictedAt(i: number): number {
    return this.table.evicted[i]
  }

  abstract access(key: number, units?: number): boolean

  touch(key: number): boolean {
    const slot = this.table.seek(key)
    if (slot === 0 || this.table.list[slot] > this.residentLists) return false
    this.promote(slot)
    return true
  }

  admit(key: number, units = 1): boolean {
    const { table } = this
    const slot = table.seek(key)
    const fits = admissible(key, units, this.largest())
    const resident = slot !== 0 && table.list[slot] <= this.residentLists
    if (!resident) return fits && this.insert(key, units, slot)
    if (units === table.units[slot]) return true
    if (!fits) {
      this.forget(slot)
      return false
    }
    table.resize(slot, units)
    this.makeRoom(0)
    return this.has(key)
  }

  has(key: number): boolean {
    const slot = this.table.find(key)
    return slot !== 0 && this.table.list[slot] <= this.residentLists
  }

  remove(key: number): boolean {
    const slot = this.table.find(key)
    if (slot === 0) return false
    const resident = this.table.list[slot] <= this.residentLists
    this.forget(slot)
    return resident
  }

  clear(): void {
    this.table.clear()
  }

  inspect(maxKeys = 256): PolicySnapshot {
    const { name: policy, capacity, size, used } = this
    return {
      policy,
      capacity,
      size,
      used,
      queues: this.queues(maxKeys),
      hand: this.handKey(),
      targets: this.targets(),
    }
  }

  protected forget(slot: number): void {
    this.table.drop(slot)
  }

  protected handKey(): number | null {
    return null
  }

  protected targets(): Record<string, number> {
    return {}
  }

  /** One list as the picture shows it. */
  protected queue(name: string, list: number, maxKeys: number, limit: number | null = null): QueueSnapshot {
    const { table } = this
    return {
      name,
      resident: list <= this.residentLists,
      count: table.countOn(list),
      units: table.unitsOn(list),
      limit,
      keys: table.slotsOn(list, maxKeys).map((slot) => table.key[slot]),
      marks: null,
    }
  }

  /** One list with its entries' marks. */
  protected markedQueue(
    name: string,
    list: number,
    maxKeys: number,
    limit: number | null = null,
  ): QueueSnapshot {
    const marks = this.table.slotsOn(list, maxKeys).map((slot) => this.table.mark[slot])
    return { ...this.queue(name, list, maxKeys, limit), marks }
  }
}

/** Whether an object is small enough to be admitted; asserts that key and size are what they should be. */
export function admissible(key: number, units: number, largest: number): boolean {
  assert(Number.isSafeInteger(key) && key >= 0, 'a cache key is a non-negative safe integer')
  assert(Number.isSafeInteger(units) && units >= 1, 'a size in units is a positive whole number')
  return units <= largest
}
