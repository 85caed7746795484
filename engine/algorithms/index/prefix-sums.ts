/**
 * Counts in a row whose sums from the left are asked for while single counts change: a Fenwick tree.
 * Paper: Fenwick, "A new data structure for cumulative frequency tables" (1994). Compare: a plain row of counts (the same until some
 * hundred), counts in the inner nodes of a tree. Cost: O(log n) to add, sum and seek, O(n) to rebuild. Invariant: node i sums the
 * lowest-bit(i) counts that end at i.
 */
export class PrefixSums {
  #nodes = new Int32Array(2)
  #length = 0
  /** The largest power of two that is not above the length. */
  #top = 0

  /** What `seek` found beside its answer: the sum before it. */
  before = 0

  /** Takes the counts of `sizes` at `order[0]` … `order[length - 1]`. */
  rebuild(sizes: Int32Array, order: Int32Array, length: number): void {
    if (this.#nodes.length <= length) this.#nodes = new Int32Array(2 * length + 1)
    const nodes = this.#nodes
    for (let i = 1; i <= length; i++) nodes[i] = sizes[order[i - 1]]
    for (let i = 1; i <= length; i++) {
      const parent = i + (i & -i)
      if (parent <= length) nodes[parent] += nodes[i]
    }
    this.#length = length
    this.#top = length === 0 ? 0 : 1 << (31 - Math.clz32(length))
  }

  add(index: number, change: number): void {
    const nodes = this.#nodes
    for (let i = index + 1; i <= this.#length; i += i & -i) nodes[i] += change
  }

  /** The sum of the counts before `index`. */
  sum(index: number): number {
    const nodes = this.#nodes
    let total = 0
    for (let i = index; i > 0; i &= i - 1) total += nodes[i]
    return total
  }

  /** The index of the count in which the unit numbered `unit` (from 0) lies, which must be below the whole sum. */
  seek(unit: number): number {
    const nodes = this.#nodes
    let index = 0
    let left = unit
    for (let step = this.#top; step > 0; step >>= 1) {
      const next = index + step
      if (next <= this.#length && nodes[next] <= left) {
        index = next
        left -= nodes[next]
      }
    }
    this.before = unit - left
    return index
  }
}
