import type { KeySource, PopularitySpec } from '../popularity.ts'

/** All keys in turn, again and again: the worst that can happen to a cache that keeps what was used last. */
class Loop implements KeySource {
  #next = 0
  constructor(readonly keys: number) {}
  next(): number {
    const key = this.#next
    this.#next = key + 1 === this.keys ? 0 : key + 1
    return key
  }
}

export const popularity: PopularitySpec = {
  name: 'loop',
  title: 'loop over all keys',
  make: ({ keys }) => new Loop(keys),
}
