import { longer } from './longer.ts'

/** Entries a node: eight cache lines of keys, and halves that fill four. */
export const NODE = 64

/**
 * The nodes of a B+tree in three arrays: a node is a row of keys in ascending order and of what they lead to, a value in a leaf and a child in
 * an inner node, so that both kinds split, join and share alike. A node's first entry may be asked for with a key below it.
 */
export class TreeNodes {
  keys = new Float64Array(NODE)
  links = new Float64Array(NODE)
  sizes = new Int32Array(1)
  /** The leaf to the right, or -1. */
  next = new Int32Array(1)
  #ids = 0
  readonly #freeIds: number[] = []

  /** How many nodes are in use. */
  get used(): number {
    return this.#ids - this.#freeIds.length
  }

  open(): number {
    const id = this.#freeIds.pop() ?? this.#ids++
    if (id === this.sizes.length) this.#grow(2 * id)
    this.sizes[id] = 0
    this.next[id] = -1
    return id
  }

  close(id: number): void {
    this.#freeIds.push(id)
  }

  /** Puts an entry at a place of a node that is not full. */
  insert(id: number, place: number, key: number, link: number): void {
    const at = id * NODE + place
    const end = id * NODE + this.sizes[id]
    if (at !== end) {
      this.keys.copyWithin(at + 1, at, end)
      this.links.copyWithin(at + 1, at, end)
    }
    this.keys[at] = key
    this.links[at] = link
    this.sizes[id]++
  }

  remove(id: number, place: number): void {
    const at = id * NODE + place
    const end = id * NODE + this.sizes[id]
    this.keys.copyWithin(at, at + 1, end)
    this.links.copyWithin(at, at + 1, end)
    this.sizes[id]--
  }

  /** Moves the last `count` entries of a node to the beginning of another. */
  moveRight(from: number, to: number, count: number): void {
    this.#carry(to, 0, to, count, this.sizes[to])
    this.#carry(from, this.sizes[from] - count, to, 0, count)
    this.sizes[from] -= count
    this.sizes[to] += count
  }

  /** Moves the first `count` entries of a node to the end of another. */
  moveLeft(from: number, to: number, count: number): void {
    this.#carry(from, 0, to, this.sizes[to], count)
    this.#carry(from, count, from, 0, this.sizes[from] - count)
    this.sizes[from] -= count
    this.sizes[to] += count
  }

  #carry(from: number, fromPlace: number, to: number, toPlace: number, count: number): void {
    const start = from * NODE + fromPlace
    this.keys.copyWithin(to * NODE + toPlace, start, start + count)
    this.links.copyWithin(to * NODE + toPlace, start, start + count)
  }

  #grow(nodes: number): void {
    this.keys = longer(this.keys, nodes * NODE)
    this.links = longer(this.links, nodes * NODE)
    this.sizes = longer(this.sizes, nodes)
    this.next = longer(this.next, nodes)
  }
}
