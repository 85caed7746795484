import { assert } from './assert.ts'

/**
 * A map that remembers its latest `limit` keys: a new key pushes out the one that was added first. O(1) each, where taking the first key
 * of a plain map passes over all places whose keys are gone.
 */
export class LatestMap<Key, Value> {
  readonly #values = new Map<Key, Value>()
  /** Stands at the oldest key: whatever it has passed is gone. */
  readonly #oldest = this.#values.keys()

  constructor(readonly limit: number) {
    assert(limit >= 1, 'a map remembers a positive number of keys')
  }

  get size(): number {
    return this.#values.size
  }

  get(key: Key): Value | undefined {
    return this.#values.get(key)
  }

  has(key: Key): boolean {
    return this.#values.has(key)
  }

  /** A key that is known keeps its age. The value that was pushed out, if one was. */
  set(key: Key, value: Value): Value | undefined {
    this.#values.set(key, value)
    if (this.#values.size <= this.limit) return undefined
    const oldest = this.#oldest.next().value as Key
    const forgotten = this.#values.get(oldest)
    this.#values.delete(oldest)
    return forgotten
  }
}
