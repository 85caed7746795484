import type { Key, Value } from './replica.ts'
import type { HybridTimestamp } from '../clock/hybrid-logical-clock.ts'

/** A value as readers see it. */
export interface StoredValue {
  readonly value: Value
  readonly stamp: HybridTimestamp
}

/** Values by key that know how many of them are there, null being none. Only `set` changes them. */
export class StoredValues extends Map<Key, StoredValue> {
  #present = 0

  constructor(values: Iterable<readonly [Key, StoredValue]>) {
    super()
    for (const [key, stored] of values) this.set(key, stored)
  }

  get present(): number {
    return this.#present
  }

  override set(key: Key, stored: StoredValue): this {
    if (isPresent(this.get(key))) this.#present--
    if (isPresent(stored)) this.#present++
    return super.set(key, stored)
  }
}

const isPresent = (stored: StoredValue | undefined): boolean => stored !== undefined && stored.value !== null
