import type { Configuration } from './configuration.ts'
import type { LogEntry } from './log-entry.ts'

interface Step {
  readonly index: number
  readonly configuration: Configuration
}

/**
 * Which configuration stands at which index. A server uses the newest one in its log, committed or not, and goes back to
 * the one before when the entry is taken back.
 * Paper: Ongaro and Ousterhout (2014), section 6. Compare: etcd, which changes when the entry is applied.
 * Cost: O(changes kept). Invariant: the first step stands at or before the log's base, so that every index has one.
 */
export class ConfigurationHistory {
  #steps: Step[]

  constructor(index: number, configuration: Configuration) {
    this.#steps = [{ index, configuration }]
  }

  get current(): Configuration {
    return this.#steps[this.#steps.length - 1].configuration
  }
  /** Where the current one stands in the log. */
  get currentIndex(): number {
    return this.#steps[this.#steps.length - 1].index
  }

  at(index: number): Configuration {
    let i = this.#steps.length - 1
    while (i > 0 && this.#steps[i].index > index) i -= 1
    return this.#steps[i].configuration
  }

  note({ index, configuration }: LogEntry<unknown>): void {
    if (configuration !== null) this.#steps.push({ index, configuration })
  }

  /** Entries from `index` on are gone. */
  truncate(index: number): void {
    while (this.#steps.length > 1 && this.#steps[this.#steps.length - 1].index >= index) this.#steps.pop()
  }

  /** Nobody will ask for what stood before `index`. */
  compact(index: number): void {
    while (this.#steps.length > 1 && this.#steps[1].index <= index) this.#steps.shift()
  }

  reset(index: number, configuration: Configuration): void {
    this.#steps = [{ index, configuration }]
  }
}
