import type { PolicyOptions } from '../eviction-policy.ts'

/**
 * An eviction policy written again as plainly as its paper states it: arrays, linear searches, sums worked out anew.
 * Tests hold the fast policies against these; nothing else uses them.
 */
export interface PolicyOracle {
  /** One request; true is a hit. */
  access(key: number, units: number): boolean
  /** Forgets a key, resident or remembered. */
  remove(key: number): void
  /** Keys in the cache, in any order. */
  resident(): number[]
  /** Keys that the last access evicted, in order. */
  evicted: number[]
}

/** What each oracle file exports, for the policy of the same name. */
export interface OracleSpec {
  name: string
  create(options: PolicyOptions): PolicyOracle
}

export interface Entry {
  key: number
  units: number
  /** Reference bit or frequency. */
  mark: number
}

/** A queue in an array: new entries at the front (index 0), old ones at the back. */
export class NaiveQueue {
  entries: Entry[] = []

  get units(): number {
    return this.entries.reduce((sum, entry) => sum + entry.units, 0)
  }

  get length(): number {
    return this.entries.length
  }

  get keys(): number[] {
    return this.entries.map((entry) => entry.key)
  }

  find(key: number): Entry | undefined {
    return this.entries.find((entry) => entry.key === key)
  }

  pushFront(entry: Entry): void {
    this.entries.unshift(entry)
  }

  popBack(): Entry {
    return this.entries.pop()!
  }

  /** Takes a key out and returns its entry. */
  take(key: number): Entry | undefined {
    const at = this.entries.findIndex((entry) => entry.key === key)
    return at < 0 ? undefined : this.entries.splice(at, 1)[0]
  }
}
