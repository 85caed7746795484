import { growFloat64, growInt32 } from './grow.ts'
import type { SortedBottom } from './sorted-bottom.ts'

const MOST_SORTED = 32 // a bucket with more events is spread over a finer rung instead of being sorted
const BUCKETS_MIN = 64
const BUCKETS_MAX = 8192

/** One rung: narrow buckets, each the newest node of its list (0: none). `next` is the first that was not taken. */
class FineRung {
  start = 0
  inverseWidth = 0
  next = 0
  bucketCount = 0
  heads = new Int32Array(BUCKETS_MIN)
}

/**
 * A stack of rungs of narrow buckets; each deeper rung splits one bucket of the rung above it. All share one pool of nodes,
 * which is small enough to stay in the processor's cache. Lists run from newest to oldest, as the sorted bottom does.
 */
export class FineRungs {
  depth = 0
  #rungs = [new FineRung()]
  #nodeTimes = new Float64Array(1024)
  #nodeHandles = new Int32Array(1024)
  #nodeNext = new Int32Array(1024)
  #nodesUsed = 1
  #freeNode = 0

  /**
   * Adds a rung of empty buckets for times from `earliest` to about `latest`, meant for `expected` events; of a single bucket
   * when there is only one time.
   */
  open(earliest: number, latest: number, expected: number): void {
    if (earliest === latest) {
      this.#openRung(earliest, 1, 1)
      return
    }
    const bucketCount = Math.min(BUCKETS_MAX, Math.max(BUCKETS_MIN, Math.ceil(expected)))
    this.#openRung(earliest, bucketCount / (latest - earliest), bucketCount)
  }

  /** Adds an event to the rung just opened; its time is not before that rung's start. */
  fill(from: Float64Array, index: number, handle: number): void {
    this.#link(this.#rungs[this.depth - 1], this.#newNode(from, index, handle))
  }

  /** Takes the event if it belongs to a bucket that has not been taken yet. */
  push(from: Float64Array, index: number, handle: number): boolean {
    const time = from[index]
    for (let level = 0; level < this.depth; level++) {
      const rung = this.#rungs[level]
      if ((time - rung.start) * rung.inverseWidth >= rung.next) {
        this.#link(rung, this.#newNode(from, index, handle))
        return true
      }
    }
    return false
  }

  /** Moves the next bucket with events into the empty bottom. False when there is none. */
  promote(bottom: SortedBottom): boolean {
    while (this.depth > 0) {
      const rung = this.#rungs[this.depth - 1]
      const { heads, bucketCount } = rung
      let bucket = rung.next
      while (bucket < bucketCount && heads[bucket] === 0) bucket++
      rung.next = bucket + 1
      if (rung.next >= bucketCount) this.depth--
      if (bucket === bucketCount) continue
      const head = heads[bucket]
      heads[bucket] = 0
      if (this.#sortInto(bottom, head)) return true
    }
    return false
  }

  /** Adds a rung that holds all events of the bottom, so that it can take `time` too; `time` is not below any of them. */
  demote(bottom: SortedBottom, time: number): void {
    this.open(bottom.times[bottom.count - 1], Math.max(time, bottom.times[0]), bottom.count)
    this.#pushAll(bottom)
  }

  /** Sorts a list into the empty bottom. False when it was too long and has become a rung instead. */
  #sortInto(bottom: SortedBottom, head: number): boolean {
    let node = head
    while (node !== 0) {
      if (bottom.count === MOST_SORTED) return this.#split(bottom, node)
      bottom.insertOldest(this.#nodeTimes, node, this.#nodeHandles[node])
      node = this.#release(node)
    }
    return true
  }

  /** Spreads the rest of a list and the bottom over a new rung; or, when all are of one time, moves all to the bottom. */
  #split(bottom: SortedBottom, rest: number): boolean {
    const times = this.#nodeTimes
    let earliest = bottom.times[bottom.count - 1]
    let latest = bottom.times[0]
    let oldest = 0
    let count = bottom.count
    for (let node = rest; node !== 0; count++) {
      if (times[node] < earliest) earliest = times[node]
      else if (times[node] > latest) latest = times[node]
      const next = this.#nodeNext[node]
      this.#nodeNext[node] = oldest
      oldest = node
      node = next
    }
    this.open(earliest, latest, count)
    const rung = this.#rungs[this.depth - 1]
    for (let node = oldest; node !== 0;) {
      const next = this.#nodeNext[node]
      this.#link(rung, node)
      node = next
    }
    this.#pushAll(bottom)
    if (rung.bucketCount > 1) return false
    this.#takeAll(bottom)
    return true
  }

  #openRung(start: number, inverseWidth: number, bucketCount: number): void {
    if (this.depth === this.#rungs.length) this.#rungs.push(new FineRung())
    const rung = this.#rungs[this.depth++]
    if (rung.heads.length < bucketCount) rung.heads = new Int32Array(bucketCount)
    rung.start = start
    rung.inverseWidth = inverseWidth
    rung.bucketCount = bucketCount
    rung.next = 0
  }

  /** Moves all of the bottom into the deepest rung, oldest first. */
  #pushAll(bottom: SortedBottom): void {
    for (let i = bottom.count - 1; i >= 0; i--) this.fill(bottom.times, i, bottom.handles[i])
    bottom.count = 0
  }

  /** Moves the single bucket of the deepest rung to the bottom, whatever its length, and closes the rung. */
  #takeAll(bottom: SortedBottom): void {
    const rung = this.#rungs[--this.depth]
    for (let node = rung.heads[0]; node !== 0; node = this.#release(node)) {
      bottom.insertOldest(this.#nodeTimes, node, this.#nodeHandles[node])
    }
    rung.heads[0] = 0
  }

  #link(rung: FineRung, node: number): void {
    const position = (this.#nodeTimes[node] - rung.start) * rung.inverseWidth
    const bucket = position < rung.bucketCount ? position | 0 : rung.bucketCount - 1
    this.#nodeNext[node] = rung.heads[bucket]
    rung.heads[bucket] = node
  }

  #newNode(from: Float64Array, index: number, handle: number): number {
    let node = this.#freeNode
    if (node !== 0) {
      this.#freeNode = this.#nodeNext[node]
    } else {
      if (this.#nodesUsed === this.#nodeTimes.length) this.#grow()
      node = this.#nodesUsed++
    }
    this.#nodeTimes[node] = from[index]
    this.#nodeHandles[node] = handle
    return node
  }

  /** Gives a node back and returns the one after it. */
  #release(node: number): number {
    const next = this.#nodeNext[node]
    this.#nodeNext[node] = this.#freeNode
    this.#freeNode = node
    return next
  }

  #grow(): void {
    const length = this.#nodeTimes.length * 2
    this.#nodeTimes = growFloat64(this.#nodeTimes, length)
    this.#nodeHandles = growInt32(this.#nodeHandles, length)
    this.#nodeNext = growInt32(this.#nodeNext, length)
  }
}
