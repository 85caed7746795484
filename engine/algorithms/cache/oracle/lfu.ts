import type { Entry, OracleSpec, PolicyOracle } from './policy-oracle.ts'

/** Entries with a frequency and the time of their last use; the victim is found by looking at all of them. */
class NaiveLfu implements PolicyOracle {
  evicted: number[] = []
  readonly capacity: number
  entries: (Entry & { lastUse: number })[] = []
  now = 0

  constructor(capacity: number) {
    this.capacity = capacity
  }

  access(key: number, units: number): boolean {
    this.evicted = []
    this.now++
    const hit = this.entries.find((entry) => entry.key === key)
    if (hit) {
      hit.mark++
      hit.lastUse = this.now
      return true
    }
    if (units > this.capacity) return false
    while (this.used() + units > this.capacity) {
      const victim = this.entries.reduce((worst, entry) =>
        entry.mark < worst.mark || (entry.mark === worst.mark && entry.lastUse < worst.lastUse)
          ? entry
          : worst,
      )
      this.remove(victim.key)
      this.evicted.push(victim.key)
    }
    this.entries.push({ key, units, mark: 1, lastUse: this.now })
    return false
  }

  remove(key: number): void {
    this.entries = this.entries.filter((entry) => entry.key !== key)
  }

  resident(): number[] {
    return this.entries.map((entry) => entry.key)
  }

  used(): number {
    return this.entries.reduce((sum, entry) => sum + entry.units, 0)
  }
}

export const oracle: OracleSpec = {
  name: 'lfu',
  create: ({ capacity }) => new NaiveLfu(capacity),
}
