import { NaiveQueue } from './policy-oracle.ts'
import type { OracleSpec, PolicyOracle } from './policy-oracle.ts'

/** Two LRU queues, protected at most four fifths; what it gives up gets another chance on probation. */
class NaiveSlru implements PolicyOracle {
  evicted: number[] = []
  readonly capacity: number
  readonly probation = new NaiveQueue()
  readonly protected = new NaiveQueue()

  constructor(capacity: number) {
    this.capacity = capacity
  }

  access(key: number, units: number): boolean {
    this.evicted = []
    const entry = this.protected.take(key) ?? this.probation.take(key)
    if (entry) {
      this.protected.pushFront(entry)
      while (this.protected.units > Math.floor(0.8 * this.capacity)) {
        this.probation.pushFront(this.protected.popBack())
      }
      return true
    }
    if (units > this.capacity) return false
    while (this.probation.units + this.protected.units + units > this.capacity) {
      const from = this.probation.length > 0 ? this.probation : this.protected
      this.evicted.push(from.popBack().key)
    }
    this.probation.pushFront({ key, units, mark: 0 })
    return false
  }

  remove(key: number): void {
    this.probation.take(key)
    this.protected.take(key)
  }

  resident(): number[] {
    return [...this.probation.keys, ...this.protected.keys]
  }
}

export const oracle: OracleSpec = {
  name: 'slru',
  create: ({ capacity }) => new NaiveSlru(capacity),
}
