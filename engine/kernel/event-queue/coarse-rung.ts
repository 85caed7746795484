import { growFloat64, growInt32 } from './grow.ts'

const CHUNK = 32 // events in a chunk
const CHUNK_SHIFT = 5
const CHUNK_MASK = 31

/**
 * One rung of wide buckets for many thousands of pending events. A bucket is a list of chunks, so that events are written
 * and read back in runs of neighbouring memory, in push order. Chunk 0 means none.
 */
export class CoarseRung {
  active = false
  start = 0
  inverseWidth = 0
  /** The first bucket that has not been taken yet: what belongs to it or later is pushed here. */
  next = 0
  times = new Float64Array(CHUNK)
  handles = new Int32Array(CHUNK)
  /** What `measure` found in the bucket just taken. */
  earliest = 0
  latest = 0
  count = 0
  #bucketCount = 0
  #chunkNext = new Int32Array(1)
  #chunksUsed = 1
  #freeChunk = 0
  #heads = new Int32Array(0)
  #tails = new Int32Array(0)

  /** Makes it active, with empty buckets over [start, end). */
  open(start: number, end: number, bucketCount: number): void {
    if (this.#heads.length < bucketCount) {
      this.#heads = new Int32Array(bucketCount)
      this.#tails = new Int32Array(bucketCount)
    }
    this.active = true
    this.start = start
    this.inverseWidth = bucketCount / (end - start)
    this.next = 0
    this.#bucketCount = bucketCount
  }

  /** Takes the event if it belongs to a bucket that has not been taken yet. */
  push(from: Float64Array, index: number, handle: number): boolean {
    const time = from[index]
    const position = (time - this.start) * this.inverseWidth
    if (position < this.next) return false
    const bucket = position < this.#bucketCount ? position | 0 : this.#bucketCount - 1
    let slot = this.#tails[bucket]
    if ((slot & CHUNK_MASK) === 0) slot = this.#addChunk(bucket, slot)
    this.times[slot] = time
    this.handles[slot] = handle
    this.#tails[bucket] = slot + 1
    return true
  }

  /** Advances to the next bucket with events and returns its first chunk; 0, and no longer active, if there is none. */
  take(): number {
    const heads = this.#heads
    let bucket = this.next
    while (bucket < this.#bucketCount && heads[bucket] === 0) bucket++
    this.next = bucket + 1
    if (this.next >= this.#bucketCount) this.active = false
    return bucket < this.#bucketCount ? heads[bucket] : 0
  }

  /** Sets `earliest`, `latest` and `count` to those of the bucket just taken. */
  measure(firstChunk: number): void {
    const times = this.times
    let earliest = Infinity
    let latest = -Infinity
    let count = 0
    for (let chunk = firstChunk; chunk !== 0; chunk = this.#chunkNext[chunk]) {
      const start = chunk << CHUNK_SHIFT
      const end = this.chunkEnd(chunk)
      count += end - start
      for (let i = start; i < end; i++) {
        if (times[i] < earliest) earliest = times[i]
        if (times[i] > latest) latest = times[i]
      }
    }
    this.earliest = earliest
    this.latest = latest
    this.count = count
  }

  /** Where the events of one chunk of the bucket just taken end; they start at `chunk * 32`. */
  chunkEnd(chunk: number): number {
    return this.#chunkNext[chunk] === 0 ? this.#tails[this.next - 1] : (chunk + 1) << CHUNK_SHIFT
  }

  /** Gives a chunk of the bucket just taken back and returns the one after it, or 0. */
  release(chunk: number): number {
    const next = this.#chunkNext[chunk]
    this.#chunkNext[chunk] = this.#freeChunk
    this.#freeChunk = chunk
    if (next === 0) {
      this.#heads[this.next - 1] = 0
      this.#tails[this.next - 1] = 0
    }
    return next
  }

  /** Links a fresh chunk to the bucket's end and returns its first slot. */
  #addChunk(bucket: number, tail: number): number {
    let chunk = this.#freeChunk
    if (chunk !== 0) {
      this.#freeChunk = this.#chunkNext[chunk]
    } else {
      if (this.#chunksUsed === this.#chunkNext.length) this.#grow()
      chunk = this.#chunksUsed++
    }
    this.#chunkNext[chunk] = 0
    if (tail === 0) this.#heads[bucket] = chunk
    else this.#chunkNext[(tail - 1) >> CHUNK_SHIFT] = chunk
    return chunk << CHUNK_SHIFT
  }

  #grow(): void {
    const chunks = Math.max(64, this.#chunkNext.length * 2)
    this.#chunkNext = growInt32(this.#chunkNext, chunks)
    this.times = growFloat64(this.times, chunks * CHUNK)
    this.handles = growInt32(this.handles, chunks * CHUNK)
  }
}
