/** Keys below this many times the number of slots have a cell of their own, unless told otherwise. */
const DIRECT_CELLS_PER_SLOT = 16

/**
 * An index from integer keys to slots. Small keys, the common case when keys are numbered 0, 1, 2, …, have a cell of
 * their own; the others are hashed: open addressing with linear probing, at most a quarter full, deletion without
 * tombstones.
 * Paper: Knuth, The Art of Computer Programming vol. 3, section 6.4 (Algorithms L and R).
 * Compare: Map (several times slower in this use, and it holds at most 2^24 keys).
 * Cost: O(1) expected a call; about 90 bytes a slot, of them 64 for small keys. Invariant: no free hash cell lies between a key and its home.
 */
export class SlotIndex {
  /** Slot to key, for as many slots as there are. */
  key: Float64Array
  readonly #directPerSlot: number
  #direct: Int32Array
  #cells: Int32Array
  #mask: number
  #shift: number

  /** `directPerSlot`: 0 where indexes come and go, and their making counts for more than a look-up. */
  constructor(slots: number, directPerSlot = DIRECT_CELLS_PER_SLOT) {
    this.key = new Float64Array(slots)
    this.#directPerSlot = directPerSlot
    this.#direct = new Int32Array(slots * directPerSlot)
    const bits = cellBits(slots)
    this.#cells = new Int32Array(1 << bits)
    this.#mask = this.#cells.length - 1
    this.#shift = 32 - bits
  }

  /** The slot of a key, or 0. */
  find(key: number): number {
    const direct = this.#direct
    if (key < direct.length) return direct[key] | 0
    return this.#findHashed(key)
  }

  #findHashed(key: number): number {
    const cells = this.#cells
    const keys = this.key
    const mask = this.#mask
    let at = this.#home(key)
    let slot = cells[at]
    while (slot !== 0 && keys[slot] !== key) {
      at = (at + 1) & mask
      slot = cells[at]
    }
    return slot
  }

  /** Enters the key of a slot; the key is not in the index yet. */
  add(slot: number, key: number): void {
    this.key[slot] = key
    this.#enter(slot, key)
  }

  /** Takes out a slot that is in the index, and closes the gap. */
  remove(slot: number): void {
    const keys = this.key
    if (keys[slot] < this.#direct.length) {
      this.#direct[keys[slot]] = 0
      return
    }
    const cells = this.#cells
    const mask = this.#mask
    let gap = this.#home(keys[slot])
    while (cells[gap] !== slot) gap = (gap + 1) & mask
    let at = (gap + 1) & mask
    for (let other = cells[at]; other !== 0; other = cells[at]) {
      // An entry may move back to the gap if its home does not lie between the gap and where it is now.
      if (((at - this.#home(keys[other])) & mask) >= ((at - gap) & mask)) {
        cells[gap] = other
        gap = at
      }
      at = (at + 1) & mask
    }
    cells[gap] = 0
  }

  /** Makes room for more slots. */
  grow(slots: number): void {
    const keys = new Float64Array(slots)
    keys.set(this.key)
    this.key = keys
    const old = [this.#direct, this.#cells]
    this.#direct = new Int32Array(slots * this.#directPerSlot)
    const bits = cellBits(slots)
    this.#cells = new Int32Array(1 << bits)
    this.#mask = this.#cells.length - 1
    this.#shift = 32 - bits
    for (const cells of old) for (const slot of cells) if (slot !== 0) this.#enter(slot, keys[slot])
  }

  clear(): void {
    this.#direct.fill(0)
    this.#cells.fill(0)
  }

  #enter(slot: number, key: number): void {
    if (key < this.#direct.length) {
      this.#direct[key] = slot
      return
    }
    const cells = this.#cells
    let at = this.#home(key)
    while (cells[at] !== 0) at = (at + 1) & this.#mask
    cells[at] = slot
  }

  /** Where a key's probing starts: the high bits of a multiplicative hash, so that strides spread. */
  #home(key: number): number {
    const low = key | 0
    const word = key === low ? low : low ^ Math.imul(Math.floor(key / 4294967296), 0x85ebca6b)
    return Math.imul(word ^ (word >>> 15), 0x9e3779b1) >>> this.#shift
  }
}

/** At least four times as many cells as slots, as a power of two: half as many cost a third of the speed. */
function cellBits(slots: number): number {
  return 34 - Math.clz32(slots - 1)
}
