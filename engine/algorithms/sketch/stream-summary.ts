import { assert } from '../../lib/assert.ts'
import { SlotIndex } from '../cache/slot-index.ts'

/**
 * Counters in order of their counts, in which one step up costs O(1): counters of one count hang together in a group, and groups stand
 * in a list, lowest first. Counters and groups are numbered from 1; 0 is nobody.
 * Paper: Metwally, Agrawal, El Abbadi, "Efficient computation of frequent and top-k elements in data streams" (2005), section 3.1.
 * Compare: ranked-heap (any change of a count, O(log n)). Cost: O(1) a call; no allocation.
 * Invariant: counts of the groups ascend; every counter is in the group of its count.
 */
export class StreamSummary {
  readonly index: SlotIndex
  /** How much too high a counter may be: what it took over. */
  readonly error: Uint32Array
  #used = 0
  readonly #groupOf: Int32Array
  readonly #next: Int32Array
  readonly #previous: Int32Array
  readonly #groupCount: Float64Array
  readonly #groupFirst: Int32Array
  readonly #groupNext: Int32Array
  readonly #groupPrevious: Int32Array
  readonly #freeGroups: Int32Array
  #freeGroupCount = 0
  #lowestGroup = 0

  constructor(readonly counters: number) {
    const size = counters + 1
    this.index = new SlotIndex(size, 0)
    this.error = new Uint32Array(size)
    this.#groupOf = new Int32Array(size)
    this.#next = new Int32Array(size)
    this.#previous = new Int32Array(size)
    this.#groupCount = new Float64Array(size + 1)
    this.#groupFirst = new Int32Array(size + 1)
    this.#groupNext = new Int32Array(size + 1)
    this.#groupPrevious = new Int32Array(size + 1)
    this.#freeGroups = new Int32Array(size)
    this.clear()
  }

  /** How many counters are in use. */
  get used(): number {
    return this.#used
  }
  /** A counter with the lowest count. */
  get lowest(): number {
    return this.#groupFirst[this.#lowestGroup]
  }

  countOf(counter: number): number {
    return this.#groupCount[this.#groupOf[counter]]
  }

  itemOf(counter: number): number {
    return this.index.key[counter]
  }

  /** Puts an item into a free counter. Walks up from the lowest count, so that low counts go in at once. */
  insert(item: number, count: number, error: number): void {
    assert(this.#used < this.counters, 'an item goes into a free counter')
    let below = 0
    let above = this.#lowestGroup
    while (above !== 0 && this.#groupCount[above] <= count) {
      below = above
      above = this.#groupNext[above]
    }
    const counter = ++this.#used
    this.index.add(counter, item)
    this.error[counter] = error
    const fits = below !== 0 && this.#groupCount[below] === count
    this.#join(counter, fits ? below : this.#newGroup(count, below))
  }

  /** Raises a counter by one. */
  raise(counter: number): void {
    const group = this.#groupOf[counter]
    const count = this.#groupCount[group] + 1
    const above = this.#groupNext[group]
    const aboveFits = above !== 0 && this.#groupCount[above] === count
    if (!aboveFits && this.#next[counter] === 0 && this.#previous[counter] === 0) {
      this.#groupCount[group] = count // alone in its group: the group rises with it
      return
    }
    this.#leave(counter, group)
    this.#join(counter, aboveFits ? above : this.#newGroup(count, group))
    if (this.#groupFirst[group] === 0) this.#dropGroup(group)
  }

  /** Gives a counter to another item. */
  rename(counter: number, item: number, error: number): void {
    this.index.remove(counter)
    this.index.add(counter, item)
    this.error[counter] = error
  }

  clear(): void {
    this.index.clear()
    this.#used = 0
    this.#lowestGroup = 0
    this.#freeGroupCount = this.#freeGroups.length
    for (let i = 0; i < this.#freeGroupCount; i++) this.#freeGroups[i] = this.#freeGroupCount - i
  }

  /** A group of this count right after `below`, or as the lowest. */
  #newGroup(count: number, below: number): number {
    const group = this.#freeGroups[--this.#freeGroupCount]
    const above = below === 0 ? this.#lowestGroup : this.#groupNext[below]
    this.#groupCount[group] = count
    this.#groupFirst[group] = 0
    this.#groupNext[group] = above
    this.#groupPrevious[group] = below
    if (above !== 0) this.#groupPrevious[above] = group
    if (below === 0) this.#lowestGroup = group
    else this.#groupNext[below] = group
    return group
  }

  #dropGroup(group: number): void {
    const [below, above] = [this.#groupPrevious[group], this.#groupNext[group]]
    if (below === 0) this.#lowestGroup = above
    else this.#groupNext[below] = above
    if (above !== 0) this.#groupPrevious[above] = below
    this.#freeGroups[this.#freeGroupCount++] = group
  }

  #join(counter: number, group: number): void {
    const first = this.#groupFirst[group]
    this.#next[counter] = first
    this.#previous[counter] = 0
    if (first !== 0) this.#previous[first] = counter
    this.#groupFirst[group] = counter
    this.#groupOf[counter] = group
  }

  #leave(counter: number, group: number): void {
    const [before, after] = [this.#previous[counter], this.#next[counter]]
    if (before === 0) this.#groupFirst[group] = after
    else this.#next[before] = after
    if (after !== 0) this.#previous[after] = before
  }
}
