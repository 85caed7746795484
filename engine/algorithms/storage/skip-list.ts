import { hashInteger32 } from '../../lib/hash.ts'

const LEVELS_MAX = 12

interface Tower<Value> {
  readonly key: number
  value: Value
  /** The next tower at each level that this one reaches. */
  readonly next: (Tower<Value> | null)[]
}

/**
 * An ordered map from numbers: towers of random height, linked at each level, so that a search skips ahead in long strides
 * first. Heights come from a hash of the key, so that the same keys always make the same list.
 * Paper: Pugh, "Skip lists: a probabilistic alternative to balanced trees" (1990), with p = 1/4. Compare: a balanced tree
 * (needs rotations), a hash map (has no order to write a sorted file in).
 * Cost: O(log n) expected to find or insert, 4/3 links an entry. Invariant: keys rise strictly along every level.
 */
export class SkipList<Value> {
  readonly #head: Tower<Value>
  readonly #path: Tower<Value>[]
  #levels = 1
  #size = 0

  constructor() {
    this.#head = { key: -Infinity, value: undefined as Value, next: Array(LEVELS_MAX).fill(null) }
    this.#path = Array(LEVELS_MAX).fill(this.#head)
  }

  get size(): number {
    return this.#size
  }

  get(key: number): Value | undefined {
    const found = this.#find(key)
    return found?.key === key ? found.value : undefined
  }

  /** Sets the value of a key; gives what it had before. */
  set(key: number, value: Value): Value | undefined {
    const found = this.#find(key)
    if (found?.key === key) {
      const before = found.value
      found.value = value
      return before
    }
    const height = heightOf(key)
    while (this.#levels < height) this.#path[this.#levels++] = this.#head
    const next: (Tower<Value> | null)[] = []
    const tower = { key, value, next }
    for (let level = 0; level < height; level++) {
      next.push(this.#path[level].next[level])
      this.#path[level].next[level] = tower
    }
    this.#size += 1
    return undefined
  }

  /** All values, by rising key. */
  *values(): Generator<Value> {
    for (let tower = this.#head.next[0]; tower !== null; tower = tower.next[0]) yield tower.value
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { size: this.#size, levels: this.#levels } as const
  }

  /** The first tower at or after the key; `#path` then holds the last one before it at each level. */
  #find(key: number): Tower<Value> | null {
    let tower = this.#head
    for (let level = this.#levels - 1; level >= 0; level--) {
      for (let next = tower.next[level]; next !== null && next.key < key; next = tower.next[level])
        tower = next
      this.#path[level] = tower
    }
    return tower.next[0]
  }
}

/** One more level for every two zero bits at the end of the hash. */
function heightOf(key: number): number {
  const hash = hashInteger32(key, 0x51ed270b) | (1 << 30)
  return Math.min(LEVELS_MAX, 1 + ((31 - Math.clz32(hash & -hash)) >> 1))
}
