import { NaiveQueue } from './policy-oracle.ts'
import type { OracleSpec, PolicyOracle } from './policy-oracle.ts'

/** The 2Q paper's box "full version", line by line. */
class Naive2q implements PolicyOracle {
  evicted: number[] = []
  readonly capacity: number
  readonly a1in = new NaiveQueue()
  readonly a1out = new NaiveQueue()
  readonly am = new NaiveQueue()

  constructor(capacity: number) {
    this.capacity = capacity
  }

  access(key: number, units: number): boolean {
    this.evicted = []
    if (this.am.find(key)) {
      this.am.pushFront(this.am.take(key)!)
      return true
    }
    if (this.a1in.find(key)) return true
    if (units > this.capacity) return false
    const remembered = this.a1out.take(key) !== undefined
    while (this.am.units + this.a1in.units + units > this.capacity) this.reclaim()
    if (remembered) this.am.pushFront({ key, units, mark: 0 })
    else this.a1in.pushFront({ key, units, mark: 0 })
    return false
  }

  reclaim(): void {
    const kin = Math.max(1, Math.floor(this.capacity * 0.25))
    const kout = Math.max(1, Math.floor(this.capacity * 0.5))
    if (this.a1in.units > kin || this.am.length === 0) {
      const y = this.a1in.popBack()
      this.evicted.push(y.key)
      this.a1out.pushFront(y)
      while (this.a1out.units > kout) this.a1out.popBack()
    } else {
      this.evicted.push(this.am.popBack().key)
    }
  }

  remove(key: number): void {
    for (const queue of [this.a1in, this.a1out, this.am]) queue.take(key)
  }

  resident(): number[] {
    return [...this.a1in.keys, ...this.am.keys]
  }
}

export const oracle: OracleSpec = {
  name: '2q',
  create: ({ capacity }) => new Naive2q(capacity),
}
