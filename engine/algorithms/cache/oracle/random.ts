import type { RandomStream } from '../../../lib/random.ts'
import type { OracleSpec, PolicyOracle } from './policy-oracle.ts'

/** An array; a victim is drawn by its index, and the last entry takes its place. */
class NaiveRandom implements PolicyOracle {
  evicted: number[] = []
  readonly capacity: number
  readonly random: RandomStream
  readonly entries: { key: number; units: number }[] = []

  constructor(capacity: number, random: RandomStream) {
    this.capacity = capacity
    this.random = random
  }

  access(key: number, units: number): boolean {
    this.evicted = []
    if (this.resident().includes(key)) return true
    if (units > this.capacity) return false
    while (this.entries.reduce((sum, entry) => sum + entry.units, 0) + units > this.capacity) {
      const victim = this.entries[this.random.below(this.entries.length)].key
      this.remove(victim)
      this.evicted.push(victim)
    }
    this.entries.push({ key, units })
    return false
  }

  remove(key: number): void {
    const at = this.resident().indexOf(key)
    if (at < 0) return
    const last = this.entries.pop()!
    if (at < this.entries.length) this.entries[at] = last
  }

  resident(): number[] {
    return this.entries.map((entry) => entry.key)
  }
}

export const oracle: OracleSpec = {
  name: 'random',
  create: ({ capacity, random }) => new NaiveRandom(capacity, random),
}
