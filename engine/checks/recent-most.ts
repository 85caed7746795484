import { SECOND, type Nanos } from '../lib/units.ts'

/** The largest value of this second and the last: a peak that a chart does not miss and that passes. */
export class RecentMost {
  #second = 0
  #now = 0
  #before = 0

  note(now: Nanos, value: number): void {
    this.#turn(now)
    if (value > this.#now) this.#now = value
  }

  read(now: Nanos): number {
    this.#turn(now)
    return Math.max(this.#now, this.#before)
  }

  #turn(now: Nanos): void {
    const second = Math.floor(now / SECOND)
    if (second === this.#second) return
    this.#before = second === this.#second + 1 ? this.#now : 0
    this.#now = 0
    this.#second = second
  }
}
