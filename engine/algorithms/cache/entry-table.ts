import { assert } from '../../lib/assert.ts'
import { SlotIndex } from './slot-index.ts'

/** Entries a table has room for at first, at most; it doubles when it is full. */
const MAX_FIRST_ENTRIES = 1000
/** Past this many slots the index's array would be too long. */
const MAX_SLOTS = 134_217_728

/**
 * The entries of one cache, kept in numbered slots: an index from key to slot, and doubly linked lists through the
 * slots. A policy is the choice of lists and of the moves between them; the table does the moving and the counting.
 * Lists are rings anchored at a slot of their own, so linking has no special cases; slot 0 means "none".
 * Typed arrays throughout: after warm-up an access allocates nothing and the garbage collector has nothing to follow.
 * Paper: Knuth, The Art of Computer Programming vol. 1, section 2.2.5 (doubly linked lists).
 * Compare: a Map of node objects (several times slower). Cost: O(1) a call; about 50 bytes a slot.
 * Invariant: every entry is on exactly one list; a list's count and units are those of the entries on it.
 */
export class EntryTable {
  /** Slot to key. Of an anchor: how many entries are on its list. */
  key: Float64Array
  /** Slot to size in units. Of an anchor: the sum over its list. */
  units: Float64Array
  /** Slot to the anchor of the list it is on; 0 for a free slot, and of an anchor itself. */
  list: Int32Array
  /** Slot to the neighbour nearer the front. Of an anchor: the back. */
  prev: Int32Array
  /** Slot to the neighbour nearer the back. Of an anchor: the front. */
  next: Int32Array
  /** A small number a slot for the policy's own use (reference bit, frequency); 0 when an entry is added. */
  mark: Int32Array

  /** Keys that the last admission evicted; the first `evictedCount` count. */
  evicted = new Float64Array(8)
  evictedCount = 0
  /** Entries on all lists. */
  entries = 0

  readonly #lists: number
  readonly #index: SlotIndex
  #free = 0
  #fresh: number

  /** `lists` lists are made at once, with the anchors 1, 2, …, lists. More than `entries` entries may come. */
  constructor(lists: number, entries = 0) {
    assert(Number.isInteger(lists) && lists >= 1, 'an entry table has at least one list')
    this.#lists = lists
    const slots = lists + 16 + Math.min(MAX_FIRST_ENTRIES, entries)
    this.#index = new SlotIndex(slots)
    this.key = this.#index.key
    this.units = new Float64Array(slots)
    this.list = new Int32Array(slots)
    this.prev = new Int32Array(slots)
    this.next = new Int32Array(slots)
    this.mark = new Int32Array(slots)
    this.#fresh = 1
    for (let i = 0; i < lists; i++) this.newList()
  }

  /** How many slots there are: arrays that a policy keeps beside the table need this length. */
  get slots(): number {
    return this.key.length
  }

  /** The slot of a key, or 0. */
  find(key: number): number {
    return this.#index.find(key)
  }

  /** Begins a request: forgets what the last one evicted; the slot of the key, or 0. */
  seek(key: number): number {
    this.evictedCount = 0
    return this.#index.find(key)
  }

  /** Adds a key that is not in the table at the front of a list; returns its slot. */
  add(list: number, key: number, units: number): number {
    const slot = this.#take()
    this.#index.add(slot, key)
    this.units[slot] = units
    this.mark[slot] = 0
    this.entries++
    this.#link(list, slot)
    return slot
  }

  /** Moves an entry to the front of a list, its own or another. */
  moveToFront(list: number, slot: number): void {
    if (this.list[slot] === list) {
      if (this.next[list] === slot) return
      this.#detach(slot)
      this.#attach(list, slot)
    } else {
      this.#unlink(slot)
      this.#link(list, slot)
    }
  }

  /** Puts an entry right after `place`, nearer the back; `place` is an entry of the same list, or its anchor. */
  moveAfter(place: number, slot: number): void {
    this.#detach(slot)
    this.#attach(place, slot)
  }

  /** The last entry of a list, or 0. */
  back(list: number): number {
    const slot = this.prev[list]
    return slot === list ? 0 : slot
  }

  /** Entries on a list. */
  countOn(list: number): number {
    return this.key[list]
  }

  /** Units on a list. */
  unitsOn(list: number): number {
    return this.units[list]
  }

  /** Gives an entry another size. */
  resize(slot: number, units: number): void {
    this.units[this.list[slot]] += units - this.units[slot]
    this.units[slot] = units
  }

  /** Forgets an entry. */
  drop(slot: number): void {
    this.#index.remove(slot)
    this.#unlink(slot)
    this.#release(slot)
    this.entries--
  }

  /** Notes that an entry loses its place in the cache; the policy then drops it or moves it to a ghost list. */
  noteEviction(slot: number): void {
    if (this.evictedCount === this.evicted.length) {
      const longer = new Float64Array(this.evictedCount * 2)
      longer.set(this.evicted)
      this.evicted = longer
    }
    this.evicted[this.evictedCount++] = this.key[slot]
  }

  /** Evicts an entry and forgets it. */
  evict(slot: number): void {
    this.noteEviction(slot)
    this.drop(slot)
  }

  /** Makes one more list; returns its anchor. */
  newList(): number {
    const anchor = this.#take()
    this.prev[anchor] = anchor
    this.next[anchor] = anchor
    this.key[anchor] = 0
    this.units[anchor] = 0
    this.mark[anchor] = 0
    this.list[anchor] = 0
    return anchor
  }

  /** Gives up an empty list made by `newList`. */
  freeList(anchor: number): void {
    assert(this.next[anchor] === anchor, 'only an empty list is given up')
    this.#release(anchor)
  }

  /** Forgets every entry; the lists made by the constructor stay. */
  clear(): void {
    this.#index.clear()
    this.list.fill(0)
    this.#free = 0
    this.#fresh = 1
    this.entries = 0
    this.evictedCount = 0
    for (let i = 0; i < this.#lists; i++) this.newList()
  }

  /** The slots of a list from its front, at most `limit`. */
  slotsOn(list: number, limit: number): number[] {
    const slots: number[] = []
    for (let slot = this.next[list]; slot !== list && slots.length < limit; slot = this.next[slot])
      slots.push(slot)
    return slots
  }

  #attach(place: number, slot: number): void {
    const after = this.next[place]
    this.prev[slot] = place
    this.next[slot] = after
    this.prev[after] = slot
    this.next[place] = slot
  }

  #detach(slot: number): void {
    const before = this.prev[slot]
    const after = this.next[slot]
    this.next[before] = after
    this.prev[after] = before
  }

  #link(list: number, slot: number): void {
    this.list[slot] = list
    this.key[list]++
    this.units[list] += this.units[slot]
    this.#attach(list, slot)
  }

  #unlink(slot: number): void {
    const list = this.list[slot]
    this.key[list]--
    this.units[list] -= this.units[slot]
    this.#detach(slot)
  }

  #take(): number {
    const slot = this.#free
    if (slot !== 0) {
      this.#free = this.next[slot]
      return slot
    }
    if (this.#fresh === this.key.length) this.#grow()
    return this.#fresh++
  }

  #release(slot: number): void {
    this.list[slot] = 0
    this.next[slot] = this.#free
    this.#free = slot
  }

  #grow(): void {
    const slots = this.key.length * 2
    assert(slots <= MAX_SLOTS, 'an entry table has at most 2^27 slots')
    this.#index.grow(slots)
    this.key = this.#index.key
    this.units = widened(this.units, new Float64Array(slots))
    this.list = widened(this.list, new Int32Array(slots))
    this.prev = widened(this.prev, new Int32Array(slots))
    this.next = widened(this.next, new Int32Array(slots))
    this.mark = widened(this.mark, new Int32Array(slots))
  }
}

function widened<A extends Float64Array | Int32Array>(from: A, to: A): A {
  to.set(from)
  return to
}
