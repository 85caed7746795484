import { NaiveQueue } from './policy-oracle.ts'
import type { OracleSpec, PolicyOracle } from './policy-oracle.ts'

/** Algorithm 1 of the SIEVE paper; "null" is a hand that starts from the tail. */
class NaiveSieve implements PolicyOracle {
  evicted: number[] = []
  readonly capacity: number
  readonly queue = new NaiveQueue()
  hand: number | null = null

  constructor(capacity: number) {
    this.capacity = capacity
  }

  access(key: number, units: number): boolean {
    this.evicted = []
    const hit = this.queue.find(key)
    if (hit) {
      hit.mark = 1
      return true
    }
    if (units > this.capacity) return false
    while (this.queue.units + units > this.capacity) {
      let object = this.hand ?? this.queue.keys.at(-1)!
      while (this.queue.find(object)!.mark === 1) {
        this.queue.find(object)!.mark = 0
        object = this.towardsHead(object) ?? this.queue.keys.at(-1)!
      }
      this.hand = this.towardsHead(object)
      this.queue.take(object)
      this.evicted.push(object)
    }
    this.queue.pushFront({ key, units, mark: 0 })
    return false
  }

  remove(key: number): void {
    if (this.hand === key) this.hand = this.towardsHead(key)
    this.queue.take(key)
  }

  resident(): number[] {
    return this.queue.keys
  }

  towardsHead(key: number): number | null {
    return this.queue.keys[this.queue.keys.indexOf(key) - 1] ?? null
  }
}

export const oracle: OracleSpec = {
  name: 'sieve',
  create: ({ capacity }) => new NaiveSieve(capacity),
}
