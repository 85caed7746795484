import { NaiveQueue } from './policy-oracle.ts'
import type { OracleSpec, PolicyOracle } from './policy-oracle.ts'

/** A queue; hits change nothing. */
class NaiveFifo implements PolicyOracle {
  evicted: number[] = []
  readonly capacity: number
  readonly queue = new NaiveQueue()

  constructor(capacity: number) {
    this.capacity = capacity
  }

  access(key: number, units: number): boolean {
    this.evicted = []
    if (this.queue.find(key)) {
      return true
    }
    if (units > this.capacity) return false
    while (this.queue.units + units > this.capacity) this.evicted.push(this.queue.popBack().key)
    this.queue.pushFront({ key, units, mark: 0 })
    return false
  }

  remove(key: number): void {
    this.queue.take(key)
  }

  resident(): number[] {
    return this.queue.keys
  }
}

export const oracle: OracleSpec = {
  name: 'fifo',
  create: ({ capacity }) => new NaiveFifo(capacity),
}
