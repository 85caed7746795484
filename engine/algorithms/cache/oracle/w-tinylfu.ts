import { FrequencySketch } from '../../sketch/frequency-sketch.ts'
import { NaiveQueue } from './policy-oracle.ts'
import type { Entry, OracleSpec, PolicyOracle } from './policy-oracle.ts'

/** Section 4 of the TinyLFU paper, with the real sketch (which has tests of its own) for the frequencies. */
class NaiveWTinyLfu implements PolicyOracle {
  evicted: number[] = []
  readonly windowShare: number
  readonly mainShare: number
  readonly window = new NaiveQueue()
  readonly probation = new NaiveQueue()
  readonly protected = new NaiveQueue()
  readonly sketch = new FrequencySketch({ entries: 1 })

  constructor(capacity: number) {
    this.windowShare = Math.max(1, Math.floor(capacity * 0.01))
    this.mainShare = capacity - this.windowShare
  }

  access(key: number, units: number): boolean {
    this.evicted = []
    this.sketch.add(key)
    const inWindow = this.window.take(key)
    if (inWindow) {
      this.window.pushFront(inWindow)
      return true
    }
    const inMain = this.protected.take(key) ?? this.probation.take(key)
    if (inMain) {
      this.protected.pushFront(inMain)
      while (this.protected.units > Math.floor(this.mainShare * 0.8)) {
        this.probation.pushFront(this.protected.popBack())
      }
      return true
    }
    if (units > this.windowShare && units > this.mainShare) return false
    this.sketch.ensureEntries(this.resident().length + 1)
    const entry = { key, units, mark: 0 }
    if (units > this.windowShare) {
      this.compete(entry)
      return false
    }
    this.window.pushFront(entry)
    while (this.window.units > this.windowShare) {
      const candidate = this.window.popBack()
      if (!this.compete(candidate)) this.evicted.push(candidate.key)
    }
    return false
  }

  /** The candidate enters the main cache if it beats whoever is in its way. */
  compete(candidate: Entry): boolean {
    while (this.probation.units + this.protected.units + candidate.units > this.mainShare) {
      const from = this.probation.length > 0 ? this.probation : this.protected
      if (from.length === 0) return false
      const victim = from.entries.at(-1)!
      if (this.sketch.estimate(candidate.key) <= this.sketch.estimate(victim.key)) return false
      this.evicted.push(from.popBack().key)
    }
    this.probation.pushFront(candidate)
    return true
  }

  remove(key: number): void {
    for (const queue of [this.window, this.probation, this.protected]) queue.take(key)
  }

  resident(): number[] {
    return [...this.window.keys, ...this.probation.keys, ...this.protected.keys]
  }
}

export const oracle: OracleSpec = {
  name: 'w-tinylfu',
  create: ({ capacity }) => new NaiveWTinyLfu(capacity),
}
