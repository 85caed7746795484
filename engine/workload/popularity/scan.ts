import type { KeySource, PopularitySpec } from '../popularity.ts'

/** One key after the other and never one twice: a backup, a crawler. No cache can help, and a poor one is emptied by it. */
class Scan implements KeySource {
  #next = 0
  next(): number {
    return this.#next++
  }
}

export const popularity: PopularitySpec = {
  name: 'scan',
  title: 'scan, never the same twice',
  make: () => new Scan(),
}
