import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'

/** What happened to a key: looked up in vain, found, stored, invalidated. */
export const MISS = 0
export const HIT = 1
export const STORED = 2
export const FORGOTTEN = 3
export type AccessKind = typeof MISS | typeof HIT | typeof STORED | typeof FORGOTTEN

/** What one cache was asked lately, in a ring: with it a check holds the policy against the optimum. */
export class AccessHistory {
  readonly #keys: Float64Array
  readonly #times: Float64Array
  readonly #kinds: Uint8Array
  #next = 0
  #length = 0
  /** How many there ever were, forgotten ones included. */
  total = 0

  constructor(most: number) {
    assert(Number.isInteger(most) && most >= 1, 'a history keeps at least one access')
    this.#keys = new Float64Array(most)
    this.#times = new Float64Array(most)
    this.#kinds = new Uint8Array(most)
  }

  /** How many it holds. */
  get length(): number {
    return this.#length
  }

  note(key: number, kind: AccessKind, now: Nanos): void {
    const at = this.#next
    this.#keys[at] = key
    this.#times[at] = now
    this.#kinds[at] = kind
    this.total++
    this.#next = at + 1 === this.#keys.length ? 0 : at + 1
    if (this.#length < this.#keys.length) this.#length++
  }

  /** The i-th access, the oldest first. */
  key(i: number): number {
    return this.#keys[this.#at(i)]
  }
  kind(i: number): AccessKind {
    return this.#kinds[this.#at(i)] as AccessKind
  }
  time(i: number): Nanos {
    return this.#times[this.#at(i)]
  }

  #at(i: number): number {
    const at = this.#next - this.#length + i
    return at < 0 ? at + this.#keys.length : at
  }
}
