import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import { EntryTable } from './entry-table.ts'

/** Buckets a wheel. */
const SPOKES = 64
/** Enough wheels for every time a safe integer can hold: 64^9 = 2^54. */
const WHEELS = 9
/** How many ticks one bucket of each wheel spans. */
const SPANS = Array.from({ length: WHEELS + 1 }, (_, wheel) =>
  Array(wheel)
    .fill(SPOKES)
    .reduce((a, b) => a * b, 1),
)

/**
 * Expiry times of many keys: wheels of 64 buckets, the first turning once a tick, each next one 64 times slower. A key
 * waits in the finest wheel that reaches its time, and comes down a wheel whenever its bucket's turn begins.
 * Paper: Varghese, Lauck, "Hashed and hierarchical timing wheels" (SOSP 1987), scheme 7. Departure: empty buckets are
 * jumped over, and within a tick times are compared, so a key expires exactly when `expiresAt <= now`.
 * Compare: a binary heap (log n a change), checking at look-up only (dead entries keep their room).
 * Cost: O(1) to set and delete, at most nine moves a key until it expires. Invariant: a key in wheel w shares all digits
 * (base 64) of its tick above w with the current tick, and its digit w is larger; due keys are in the current bucket.
 */
export class TtlWheel {
  readonly #tickNanos: Nanos
  readonly #table = new EntryTable(WHEELS * SPOKES)
  #expiresAt = new Float64Array(0)
  #expired: number[] = []
  #now: Nanos
  /** The tick up to which buckets have been emptied. */
  #tick: number
  /** Nothing expires before this moment. */
  #wakeAt: Nanos = Number.POSITIVE_INFINITY

  /** `tickNanos`: how much time a bucket of the first wheel spans; a matter of speed, not of exactness. */
  constructor(options: { tickNanos: Nanos }, now: Nanos) {
    const { tickNanos } = options
    assert(
      Number.isSafeInteger(tickNanos) && tickNanos >= 1,
      'a tick is a positive whole number of nanoseconds',
    )
    this.#tickNanos = tickNanos
    this.#now = now
    this.#tick = Math.floor(now / tickNanos)
  }

  /** Keys that wait for their expiry. */
  get size(): number {
    return this.#table.entries
  }

  /** Sets or moves the expiry of a key; a time that is past counts as due. */
  set(key: number, expiresAt: Nanos): void {
    assert(Number.isSafeInteger(key) && key >= 0, 'a key is a non-negative safe integer')
    assert(Number.isSafeInteger(expiresAt), 'an expiry is a whole number of nanoseconds')
    const table = this.#table
    const bucket = this.#bucketOf(expiresAt)
    let slot = table.find(key)
    if (slot === 0) slot = table.add(bucket, key, 1)
    else table.moveToFront(bucket, slot)
    if (this.#expiresAt.length < table.slots) {
      const longer = new Float64Array(table.slots)
      longer.set(this.#expiresAt)
      this.#expiresAt = longer
    }
    this.#expiresAt[slot] = expiresAt
    if (expiresAt < this.#wakeAt) this.#wakeAt = expiresAt
  }

  /** Takes a key out; true if it was waiting. */
  delete(key: number): boolean {
    const slot = this.#table.find(key)
    if (slot !== 0) this.#table.drop(slot)
    return slot !== 0
  }

  /** When a key expires, or null if it does not. */
  expiryOf(key: number): Nanos | null {
    const slot = this.#table.find(key)
    return slot === 0 ? null : this.#expiresAt[slot]
  }

  /** Nothing expires before this moment, or ever if null; at this moment `advance` is due. */
  wakeAt(): Nanos | null {
    return this.size === 0 ? null : this.#wakeAt
  }

  /** Moves time on; returns how many keys expired by it. `expiredKey` names them, in order of their ticks. */
  advance(now: Nanos): number {
    assert(now >= this.#now, 'time does not run backwards')
    this.#now = now
    this.#expired.length = 0
    if (now < this.#wakeAt) return 0
    const until = Math.floor(now / this.#tickNanos)
    this.#expireDue()
    while (this.#tick < until) {
      this.#tick = Math.min(until, this.#nextTick())
      this.#turn()
      this.#expireDue()
    }
    this.#wakeAt = this.#earliest()
    return this.#expired.length
  }

  /** The i-th key that the last `advance` expired. */
  expiredKey(i: number): number {
    return this.#expired[i]
  }

  /** Forgets all keys. */
  clear(): void {
    this.#table.clear()
    this.#expired.length = 0
    this.#wakeAt = Number.POSITIVE_INFINITY
  }

  /** The wheels in use: how long a bucket of each spans, which bucket is current, how many keys each bucket holds. */
  inspect() {
    const wheels = SPANS.slice(0, WHEELS).map((span, wheel) => ({
      spanNanos: span * this.#tickNanos,
      current: digit(this.#tick, wheel),
      keys: Array.from({ length: SPOKES }, (_, spoke) => this.#table.countOn(bucketAt(wheel, spoke))),
    }))
    const used = wheels.findLastIndex((wheel) => wheel.keys.some((count) => count > 0))
    return { size: this.size, tick: this.#tick, wakeAt: this.wakeAt(), wheels: wheels.slice(0, used + 1) }
  }

  /** The bucket for a time: in the finest wheel whose present round reaches it. */
  #bucketOf(expiresAt: Nanos): number {
    const tick = Math.max(this.#tick, Math.floor(expiresAt / this.#tickNanos))
    let wheel = 0
    while (Math.floor(tick / SPANS[wheel + 1]) !== Math.floor(this.#tick / SPANS[wheel + 1])) wheel++
    return bucketAt(wheel, digit(tick, wheel))
  }

  /** The tick at which the next bucket that is not empty begins its turn; infinite if there is none. */
  #nextTick(): number {
    for (let wheel = 0; wheel < WHEELS; wheel++) {
      for (let spoke = digit(this.#tick, wheel) + 1; spoke < SPOKES; spoke++) {
        if (this.#table.countOn(bucketAt(wheel, spoke)) === 0) continue
        return Math.floor(this.#tick / SPANS[wheel + 1]) * SPANS[wheel + 1] + spoke * SPANS[wheel]
      }
    }
    return Number.POSITIVE_INFINITY
  }

  /** Hands the keys of the coarser wheels whose bucket begins with this tick down to finer wheels. */
  #turn(): void {
    const table = this.#table
    for (let wheel = WHEELS - 1; wheel >= 1; wheel--) {
      const bucket = bucketAt(wheel, digit(this.#tick, wheel))
      for (let slot = table.back(bucket); slot !== 0; slot = table.back(bucket)) {
        table.moveToFront(this.#bucketOf(this.#expiresAt[slot]), slot)
      }
    }
  }

  /** Takes what is due out of the current bucket. */
  #expireDue(): void {
    const table = this.#table
    const bucket = bucketAt(0, digit(this.#tick, 0))
    for (let slot = table.prev[bucket]; slot !== bucket;) {
      const nearer = table.prev[slot]
      if (this.#expiresAt[slot] <= this.#now) {
        this.#expired.push(table.key[slot])
        table.drop(slot)
      }
      slot = nearer
    }
  }

  #earliest(): Nanos {
    const bucket = bucketAt(0, digit(this.#tick, 0))
    let earliest = this.#nextTick() * this.#tickNanos
    for (let slot = this.#table.next[bucket]; slot !== bucket; slot = this.#table.next[slot]) {
      earliest = Math.min(earliest, this.#expiresAt[slot])
    }
    return earliest
  }
}

/** The digit of a tick, base 64, that a wheel shows. */
function digit(tick: number, wheel: number): number {
  return Math.floor(tick / SPANS[wheel]) % SPOKES
}

/** The list of a bucket in the entry table. */
function bucketAt(wheel: number, spoke: number): number {
  return 1 + wheel * SPOKES + spoke
}
