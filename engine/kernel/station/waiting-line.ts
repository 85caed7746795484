import type { Activity } from '../activity.ts'

const FIRST_SIZE = 16

/** Those who wait at a station, in the order they came: a ring that grows. */
export class WaitingLine {
  /** As many places as a power of two. */
  #waiting = places(FIRST_SIZE)
  #head = 0
  #length = 0

  get length(): number {
    return this.#length
  }

  at(index: number): Activity {
    return this.#waiting[(this.#head + index) & (this.#waiting.length - 1)]!
  }

  append(activity: Activity): void {
    if (this.#length === this.#waiting.length) this.#grow()
    this.#waiting[(this.#head + this.#length) & (this.#waiting.length - 1)] = activity
    this.#length++
  }

  /** Where `activity` stands; -1 when it does not wait here. */
  indexOf(activity: Activity): number {
    for (let i = 0; i < this.#length; i++) if (this.at(i) === activity) return i
    return -1
  }

  /** Of those with the smallest priority the one that came first. */
  mostUrgent(): number {
    let best = 0
    for (let i = 1; i < this.#length; i++) if (this.at(i).priority < this.at(best).priority) best = i
    return best
  }

  /** Takes out whoever came first. */
  shift(): Activity {
    const head = this.#head
    const first = this.#waiting[head]!
    this.#waiting[head] = null
    this.#head = (head + 1) & (this.#waiting.length - 1)
    this.#length--
    return first
  }

  removeAt(index: number): Activity {
    if (index === 0) return this.shift()
    const removed = this.at(index)
    const mask = this.#waiting.length - 1
    for (let i = index; i < this.#length - 1; i++) this.#waiting[(this.#head + i) & mask] = this.at(i + 1)
    this.#waiting[(this.#head + this.#length - 1) & mask] = null
    this.#length--
    return removed
  }

  clear(): void {
    this.#waiting = places(FIRST_SIZE)
    this.#head = 0
    this.#length = 0
  }

  #grow(): void {
    const grown = places(this.#waiting.length * 2)
    for (let i = 0; i < this.#length; i++) grown[i] = this.at(i)
    this.#waiting = grown
    this.#head = 0
  }
}

const places = (count: number): (Activity | null)[] => Array.from({ length: count }, () => null)
