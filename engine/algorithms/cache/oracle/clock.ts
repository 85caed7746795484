import type { Entry, OracleSpec, PolicyOracle } from './policy-oracle.ts'

/** Frames in a circle and a hand that goes forward; a new page takes the place that the hand has just left. */
class NaiveClock implements PolicyOracle {
  evicted: number[] = []
  readonly capacity: number
  readonly frames: Entry[] = []
  hand = 0

  constructor(capacity: number) {
    this.capacity = capacity
  }

  access(key: number, units: number): boolean {
    this.evicted = []
    const hit = this.frames.find((frame) => frame.key === key)
    if (hit) {
      hit.mark = 1
      return true
    }
    if (units > this.capacity) return false
    while (this.used() + units > this.capacity) {
      while (this.frames[this.hand].mark === 1) {
        this.frames[this.hand].mark = 0
        this.hand = (this.hand + 1) % this.frames.length
      }
      this.evicted.push(this.frames[this.hand].key)
      this.cut(this.hand)
    }
    this.frames.splice(this.hand, 0, { key, units, mark: 0 })
    this.hand = (this.hand + 1) % this.frames.length
    return false
  }

  remove(key: number): void {
    const at = this.frames.findIndex((frame) => frame.key === key)
    if (at >= 0) this.cut(at)
  }

  resident(): number[] {
    return this.frames.map((frame) => frame.key)
  }

  cut(at: number): void {
    this.frames.splice(at, 1)
    if (at < this.hand) this.hand--
    if (this.hand === this.frames.length) this.hand = 0
  }

  used(): number {
    return this.frames.reduce((sum, frame) => sum + frame.units, 0)
  }
}

export const oracle: OracleSpec = {
  name: 'clock',
  create: ({ capacity }) => new NaiveClock(capacity),
}
