import type { OracleSpec, PolicyOracle } from './policy-oracle.ts'

/** Looks through all requests to come for each resident key; of keys never asked for again the latest used goes. */
class NaiveBelady implements PolicyOracle {
  evicted: number[] = []
  readonly capacity: number
  readonly future: ArrayLike<number>
  entries: { key: number; units: number; lastUse: number }[] = []
  now = 0

  constructor(capacity: number, future: ArrayLike<number>) {
    this.capacity = capacity
    this.future = future
  }

  access(key: number, units: number): boolean {
    this.evicted = []
    this.now++
    const hit = this.entries.find((entry) => entry.key === key)
    if (hit) {
      hit.lastUse = this.now
      return true
    }
    if (units > this.capacity) return false
    while (this.entries.reduce((sum, entry) => sum + entry.units, 0) + units > this.capacity) {
      const order = this.entries.toSorted(
        (a, b) => this.nextUse(b.key) - this.nextUse(a.key) || b.lastUse - a.lastUse,
      )
      this.remove(order[0].key)
      this.evicted.push(order[0].key)
    }
    this.entries.push({ key, units, lastUse: this.now })
    return false
  }

  remove(key: number): void {
    this.entries = this.entries.filter((entry) => entry.key !== key)
  }

  resident(): number[] {
    return this.entries.map((entry) => entry.key)
  }

  nextUse(key: number): number {
    for (let i = this.now; i < this.future.length; i++) if (this.future[i] === key) return i
    return this.future.length
  }
}

export const oracle: OracleSpec = {
  name: 'belady',
  create: ({ capacity, future }) => new NaiveBelady(capacity, future!.keys),
}
