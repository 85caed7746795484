import { assert } from '../lib/assert.ts'
import type { Nanos } from '../lib/units.ts'
import { CoarseRung } from './event-queue/coarse-rung.ts'
import { FarTier } from './event-queue/far-tier.ts'
import { FineRungs } from './event-queue/fine-rungs.ts'
import { InstantQueue } from './event-queue/instant-queue.ts'
import { SortedBottom } from './event-queue/sorted-bottom.ts'

const FEW = 32 // pending events that are simply kept sorted
const MANY = 4096 // pending events from which on a coarse rung pays
const PER_COARSE_BUCKET = 512
const COARSE_BUCKETS_MAX = 4096
const BEYOND_TIME: Nanos = 9007199254740992 // 2^53: whatever claims to be that late is refused by the far tier

/**
 * The pending events of a run, earliest first; events of equal time leave in the order in which they were pushed.
 *
 * A ladder queue by value. A push appends to the far tier, or to a bucket of a rung, or (rarely) inserts into the small sorted
 * bottom, which pops from its end. When the bottom runs out, the next bucket is sorted into it; when the rungs run
 * out, they are opened anew over the nearest part of the far tier. Every tier keeps push order among equal times, so no sequence
 * number is stored. A time's bucket is a monotone function of the time, so rounding never reorders.
 *
 * Paper: Tang, Goh and Thng, "Ladder queue: an O(1) priority queue structure for large-scale discrete event simulation" (2005).
 * Compare: binary heap, calendar queue. Cost: O(1) amortized for ordinary spreads of times; no allocation per event.
 * Invariant: bottom <= fine rungs <= coarse rung <= far tier, in (time, push order).
 */
export class EventQueue {
  /**
   * The time of the event that is pushed next. Times go from hand to hand as a place in an array: passed to a function, a number
   * that is no small integer costs an object, and events must cost none.
   */
  readonly coming = new Float64Array(1)
  /** How far `popDue` goes. */
  readonly until = new Float64Array(1)
  #size = 0
  #poppedTime: Nanos = 0
  /** Events of this time or later are in the far tier, all others are not. */
  #farStart = BEYOND_TIME
  #instant = new InstantQueue()
  #bottom = new SortedBottom()
  #fine = new FineRungs()
  #coarse = new CoarseRung()
  #far = new FarTier()

  /** How many events are pending. */
  get size(): number {
    return this.#size
  }

  /** The time of the event popped last; 0 before the first. */
  get poppedTime(): Nanos {
    return this.#poppedTime
  }

  /** Adds an event at `time`, not before `poppedTime` and before 2^53; `handle` is any 32-bit integer. */
  push(time: Nanos, handle: number): void {
    this.coming[0] = time
    this.pushComing(handle)
  }

  /** Adds an event at the time in `coming[0]`. */
  pushComing(handle: number): void {
    const { coming } = this
    this.#size++
    if (coming[0] >= this.#farStart) this.#far.push(coming, 0, handle)
    else if (this.#coarse.active && this.#coarse.push(coming, 0, handle)) return
    else if (this.#fine.depth === 0 || !this.#fine.push(coming, 0, handle)) this.#pushNear(handle)
  }

  /** The time of the earliest event; Infinity when there is none. */
  peekTime(): Nanos {
    if (this.#instant.head !== this.#instant.tail) return this.#poppedTime
    const bottom = this.#bottom
    if (bottom.count === 0 && !this.#promote()) return Infinity
    return bottom.times[bottom.count - 1]
  }

  /** The handle of the earliest event, which stays. The queue must not be empty. */
  peek(): number {
    const { times, handles, count } = this.#bottom
    const instant = this.#instant
    if (instant.head === instant.tail) {
      if (count > 0 || this.#promote()) return this.#bottom.handles[this.#bottom.count - 1]
      assert(false, 'an event is looked at only when one is pending')
    }
    const older = count > 0 && times[count - 1] === this.#poppedTime
    return older ? handles[count - 1] : instant.handles[instant.head]
  }

  /** Removes the earliest event and returns its handle; its time is then `poppedTime`. The queue must not be empty. */
  pop(): number {
    const bottom = this.#bottom
    if (this.#instant.head !== this.#instant.tail) return this.#popInstant()
    if (bottom.count === 0) assert(this.#promote(), 'an event is popped only when one is pending')
    this.#size--
    const last = --bottom.count
    this.#poppedTime = bottom.times[last]
    return bottom.handles[last]
  }

  /** Pops the earliest event if it is not later than `until[0]`; -1 when none is. For handles that are not negative. */
  popDue(): number {
    const bottom = this.#bottom
    if (this.#instant.head !== this.#instant.tail)
      return this.#poppedTime > this.until[0] ? -1 : this.#popInstant()
    if (bottom.count === 0 && !this.#promote()) return -1
    const last = bottom.count - 1
    const time = bottom.times[last]
    if (time > this.until[0]) return -1
    bottom.count = last
    this.#size--
    this.#poppedTime = time
    return bottom.handles[last]
  }

  /** Pops an event of the present instant: those still in the bottom are older than those pushed meanwhile. */
  #popInstant(): number {
    const bottom = this.#bottom
    this.#size--
    if (bottom.count > 0 && bottom.times[bottom.count - 1] === this.#poppedTime)
      return bottom.handles[--bottom.count]
    return this.#instant.shift()
  }

  #pushNear(handle: number): void {
    const time = this.coming[0]
    if (time > this.#poppedTime) {
      if (!this.#bottom.insertNewest(this.coming, 0, handle)) this.#pushCrowded(handle)
    } else {
      assert(time === this.#poppedTime, 'an event is not scheduled in the past')
      this.#instant.push(handle)
    }
  }

  /** Makes room in a crowded bottom: what is due now is queued apart, and the rest is spread over buckets. */
  #pushCrowded(handle: number): void {
    const { coming } = this
    const bottom = this.#bottom
    const due = bottom.cutRunAtEnd(this.#poppedTime)
    if (due > 0) this.#instant.prependReversed(bottom.handles, bottom.count, due)
    if (bottom.insertNewest(coming, 0, handle)) return
    if (this.#fine.depth === 0 && !this.#coarse.active && this.#far.count === 0) this.#demoteToFar()
    else this.#fine.demote(bottom, coming[0])
    this.#size--
    this.pushComing(handle)
  }

  #demoteToFar(): void {
    const bottom = this.#bottom
    this.#farStart = bottom.times[bottom.count - 1]
    while (bottom.count > 0) {
      const last = --bottom.count
      this.#far.push(bottom.times, last, bottom.handles[last])
    }
  }

  /** Fills the empty bottom with the next events. False when none are pending. */
  #promote(): boolean {
    const bottom = this.#bottom
    while (!this.#fine.promote(bottom)) {
      if (this.#coarse.active) this.#openCoarseBucket()
      else if (this.#far.count > 0) this.#openFarTier()
      else return false
      if (bottom.count > 0) return true
    }
    return true
  }

  /** Moves the next coarse bucket into a fine rung. */
  #openCoarseBucket(): void {
    const coarse = this.#coarse
    let chunk = coarse.take()
    if (chunk === 0) return
    coarse.measure(chunk)
    const fine = this.#fine
    fine.open(coarse.earliest, coarse.latest, coarse.count)
    while (chunk !== 0) {
      const end = coarse.chunkEnd(chunk)
      for (let i = chunk << 5; i < end; i++) fine.fill(coarse.times, i, coarse.handles[i])
      chunk = coarse.release(chunk)
    }
  }

  /** Moves the nearest part of the far tier into a rung, or all of it into the bottom when that is enough. */
  #openFarTier(): void {
    const far = this.#far
    far.measure()
    const { earliest, end, count } = far
    if (count <= FEW || earliest === far.latest) {
      this.#farStart = count <= FEW ? BEYOND_TIME : earliest + 1
      for (let i = count - 1; i >= 0; i--) this.#bottom.insertOldest(far.times, i, far.handles[i])
      far.count = 0
      return
    }
    this.#farStart = end
    if (count > MANY)
      this.#coarse.open(earliest, end, Math.min(COARSE_BUCKETS_MAX, Math.ceil(count / PER_COARSE_BUCKET)))
    else this.#fine.open(earliest, end, count * 2)
    this.#spreadFar(end)
  }

  /** Moves the events before `end` from the far tier to the rung just opened; the others stay, in order. */
  #spreadFar(end: Nanos): void {
    const { times, handles, count } = this.#far
    const coarse = this.#coarse
    let kept = 0
    for (let i = 0; i < count; i++) {
      const time = times[i]
      if (time >= end) {
        times[kept] = time
        handles[kept++] = handles[i]
      } else if (coarse.active) coarse.push(times, i, handles[i])
      else this.#fine.fill(times, i, handles[i])
    }
    this.#far.count = kept
  }
}
