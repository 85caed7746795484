import type { Activity } from '../activity.ts'

/** Those who wait at a station, in the order they came: a ring that grows. */
export class WaitingLine {
  #waiting: (Activity | null)[] = []
  #head = 0
  #length = 0

  get length(): number {
    return this.#length
  }

  at(index: number): Activity {
    return this.#waiting[(this.#head + index) % this.#waiting.length]!
  }

  append(activity: Activity): void {
    if (this.#length === this.#waiting.length) this.#grow()
    this.#waiting[(this.#head + this.#length) % this.#waiting.length] = activity
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

  removeAt(index: number): Activity {
    const removed = this.at(index)
    const size = this.#waiting.length
    if (index === 0) {
      this.#waiting[this.#head] = null
      this.#head = (this.#head + 1) % size
    } else {
      for (let i = index; i < this.#length - 1; i++) this.#waiting[(this.#head + i) % size] = this.at(i + 1)
      this.#waiting[(this.#head + this.#length - 1) % size] = null
    }
    this.#length--
    return removed
  }

  clear(): void {
    this.#waiting = []
    this.#head = 0
    this.#length = 0
  }

  #grow(): void {
    const size = Math.max(16, this.#waiting.length * 2)
    const grown: (Activity | null)[] = Array.from({ length: size }, () => null)
    for (let i = 0; i < this.#length; i++) grown[i] = this.at(i)
    this.#waiting = grown
    this.#head = 0
  }
}
