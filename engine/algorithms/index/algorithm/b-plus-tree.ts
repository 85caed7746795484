import { assert } from '../../../lib/assert.ts'
import { NODE, TreeNodes } from '../tree-nodes.ts'

const HALF = NODE / 2
/** Far more than memory holds, with nodes half full. */
const HEIGHT_MAX = 12

/**
 * A map from numbers to numbers in the order of its keys: all entries in linked leaves, above them the lowest keys to search by.
 * Paper: Bayer and McCreight, "Organization and maintenance of large ordered indices" (1972); Comer, "The ubiquitous B-tree" (1979).
 * Compare: LSM tree (cheaper writes, dearer reads), skip list, hash index (no ranges). Cost: O(log n) a call, plus what a range holds;
 * 16 to 70 bytes an entry. Invariant: keys rise strictly along the leaves; every node but the root and those at the right edge is at least
 * half full; all leaves are equally deep.
 */
export class BPlusTree {
  readonly #nodes = new TreeNodes()
  #root: number
  /** Levels of inner nodes above the leaves. */
  #height = 0
  #size = 0
  /** The inner nodes of the last descent and the places taken in them, from the leaf's parent upwards. */
  readonly #path = new Int32Array(HEIGHT_MAX)
  readonly #places = new Int32Array(HEIGHT_MAX)

  constructor() {
    this.#root = this.#nodes.open()
  }

  get size(): number {
    return this.#size
  }

  get(key: number): number | undefined {
    const { keys, links, sizes } = this.#nodes
    const leaf = this.#leafOf(key)
    const at = this.#leafAt(leaf, key)
    return at < leaf * NODE + sizes[leaf] && keys[at] === key ? links[at] : undefined
  }

  /** Keeps a value under a key; true when the key is new. */
  set(key: number, value: number): boolean {
    assert(!Number.isNaN(key), 'a key is a number')
    const nodes = this.#nodes
    let leaf = this.#descend(key)
    let place = this.#leafAt(leaf, key) - leaf * NODE
    const at = leaf * NODE + place
    if (place < nodes.sizes[leaf] && nodes.keys[at] === key) {
      nodes.links[at] = value
      return false
    }
    if (nodes.sizes[leaf] === NODE) {
      const right = this.#split(0, leaf, place === NODE && nodes.next[leaf] < 0)
      if (place > nodes.sizes[leaf]) {
        place -= nodes.sizes[leaf]
        leaf = right
      }
    }
    nodes.insert(leaf, place, key, value)
    this.#size++
    return true
  }

  /** Takes a key out; false when it is not there. */
  delete(key: number): boolean {
    const nodes = this.#nodes
    const leaf = this.#descend(key)
    const place = this.#leafAt(leaf, key) - leaf * NODE
    if (place === nodes.sizes[leaf] || nodes.keys[leaf * NODE + place] !== key) return false
    nodes.remove(leaf, place)
    this.#size--
    this.#mend(0, leaf)
    return true
  }

  /** Entries from one key to another, both included, in order; at most `limit`. */
  range(from: number, to: number, limit = Infinity): { keys: number[]; values: number[] } {
    const { keys, links, sizes, next } = this.#nodes
    let at = this.seek(from)
    const count = Math.min(limit, this.#countFrom(at, to))
    // As long as they will be, for growing costs more than filling; and plain, because small typed arrays are dear to make.
    // oxlint-disable unicorn/no-new-array -- one number is a length
    const found = { keys: new Array<number>(count), values: new Array<number>(count) }
    // oxlint-enable unicorn/no-new-array
    for (let filled = 0; filled < count;) {
      const leaf = Math.floor(at / NODE)
      const end = Math.min(leaf * NODE + sizes[leaf], at + count - filled)
      for (; at < end; at++, filled++) {
        found.keys[filled] = keys[at]
        found.values[filled] = links[at]
      }
      at = this.#startOf(next[leaf])
    }
    return found
  }

  /** How many entries there are from a position to a key, a leaf at a time. */
  #countFrom(at: number, to: number): number {
    const { keys, sizes, next } = this.#nodes
    let count = 0
    for (let from = at; from >= 0;) {
      const leaf = Math.floor(from / NODE)
      const end = leaf * NODE + sizes[leaf]
      if (keys[end - 1] > to) {
        const last = this.#leafAt(leaf, to)
        return count + Math.max(0, last + (keys[last] === to ? 1 : 0) - from)
      }
      count += end - from
      from = this.#startOf(next[leaf])
    }
    return count
  }

  /** The position of the first entry whose key is not below this one, to walk from; -1 when there is none. Good until the next change. */
  seek(key: number): number {
    const leaf = this.#leafOf(key)
    const at = this.#leafAt(leaf, key)
    return at < leaf * NODE + this.#nodes.sizes[leaf] ? at : this.#startOf(this.#nodes.next[leaf])
  }

  /** The position after a position, or -1. */
  after(at: number): number {
    const { sizes, next } = this.#nodes
    const leaf = Math.floor(at / NODE)
    return at + 1 < leaf * NODE + sizes[leaf] ? at + 1 : this.#startOf(next[leaf])
  }

  keyAt(at: number): number {
    return this.#nodes.keys[at]
  }

  valueAt(at: number): number {
    return this.#nodes.links[at]
  }

  inspect() {
    return { size: this.#size, height: this.#height + 1, nodes: this.#nodes.used, fanOut: NODE } as const
  }

  #leafOf(key: number): number {
    const { links } = this.#nodes
    let node = this.#root
    for (let level = this.#height; level > 0; level--) node = links[this.#childAt(node, key)] | 0
    return node
  }

  /** The first position of a leaf, which is not empty; -1 for none. */
  #startOf(leaf: number): number {
    return leaf < 0 ? -1 : leaf * NODE
  }

  /** The leaf where a key is or would be; notes the way. */
  #descend(key: number): number {
    const { links } = this.#nodes
    let node = this.#root
    for (let level = this.#height - 1; level >= 0; level--) {
      const at = this.#childAt(node, key)
      this.#path[level] = node
      this.#places[level] = at - node * NODE
      node = links[at] | 0
    }
    return node
  }

  /** Where the child is that a key belongs to: the last whose lowest key is not above it, else the first. */
  #childAt(node: number, key: number): number {
    const { keys, sizes } = this.#nodes
    let low = node * NODE
    let high = low + sizes[node] - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (keys[middle] <= key) low = middle
      else high = middle - 1
    }
    return low
  }

  /** Where the first entry of a leaf is whose key is not below this one, or the leaf's end. */
  #leafAt(leaf: number, key: number): number {
    const { keys, sizes } = this.#nodes
    let low = leaf * NODE
    let high = low + sizes[leaf]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (keys[middle] < key) low = middle + 1
      else high = middle
    }
    return low
  }

  /**
   * Parts a full node of the last descent in two and makes the right one known above. At the right edge of the tree, where keys may go on
   * rising, it leaves all but one entry: so rising keys fill their nodes.
   */
  #split(level: number, node: number, rising: boolean): number {
    const nodes = this.#nodes
    const right = nodes.open()
    nodes.moveRight(node, right, rising ? 1 : HALF)
    nodes.next[right] = nodes.next[node]
    nodes.next[node] = right
    const key = nodes.keys[right * NODE]
    if (level === this.#height) {
      this.#root = nodes.open()
      nodes.insert(this.#root, 0, nodes.keys[node * NODE], node)
      nodes.insert(this.#root, 1, key, right)
      this.#height++
      return right
    }
    let parent = this.#path[level]
    let place = this.#places[level] + 1
    if (nodes.sizes[parent] === NODE) {
      const beside = this.#split(level + 1, parent, rising)
      if (place > nodes.sizes[parent]) {
        place -= nodes.sizes[parent]
        parent = beside
      }
    }
    nodes.insert(parent, place, key, right)
    return right
  }

  /** Joins a node of the last descent that is less than half full with a sibling, or shares the sibling's entries. */
  #mend(level: number, node: number): void {
    const nodes = this.#nodes
    const { keys, links, sizes } = nodes
    if (level === this.#height) {
      if (level === 0 || sizes[node] > 1) return
      this.#root = links[node * NODE] | 0
      nodes.close(node)
      this.#height--
      return
    }
    if (sizes[node] >= HALF) return
    const parent = this.#path[level]
    const border = parent * NODE + Math.max(1, this.#places[level]) // where the right one of the two is known
    const left = links[border - 1] | 0
    const right = links[border] | 0
    if (level > 0) keys[right * NODE] = keys[border] // its own may be too high
    const total = sizes[left] + sizes[right]
    if (total <= NODE) {
      nodes.moveLeft(right, left, sizes[right])
      nodes.next[left] = nodes.next[right]
      nodes.close(right)
      nodes.remove(parent, border - parent * NODE)
      this.#mend(level + 1, parent)
      return
    }
    const surplus = sizes[left] - (total >> 1)
    if (surplus > 0) nodes.moveRight(left, right, surplus)
    else nodes.moveLeft(right, left, -surplus)
    keys[border] = keys[right * NODE]
  }
}
