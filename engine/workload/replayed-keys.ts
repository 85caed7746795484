import { assert } from '../lib/assert.ts'
import type { KeySource } from './popularity.ts'

/** Keys as they were recorded, from the beginning again when they are used up. */
export class ReplayedKeys implements KeySource {
  readonly #keys: ArrayLike<number>
  #next = 0

  constructor(keys: ArrayLike<number>) {
    assert(keys.length > 0, 'a recording holds at least one key')
    this.#keys = keys
  }

  next(): number {
    const key = this.#keys[this.#next]
    this.#next = this.#next + 1 === this.#keys.length ? 0 : this.#next + 1
    return key
  }
}
