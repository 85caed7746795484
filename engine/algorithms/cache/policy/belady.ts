import { assert } from '../../../lib/assert.ts'
import type { EvictionPolicy, PolicySnapshot, PolicySpec, RequestSequence } from '../eviction-policy.ts'
import { distinctKeys, NEVER, nextUses } from '../next-uses.ts'
import { PositionSet } from '../position-set.ts'

/**
 * Bélády's MIN: knows all requests to come and evicts the entry whose next request is farthest away. No policy that
 * admits every key it misses has more hits when all sizes are 1; with sizes it is a strong mark, not a bound.
 * Paper: Bélády, "A study of replacement algorithms for a virtual-storage computer" (1966); proof of optimality:
 * Mattson, Gecsei, Slutz, Traiger (1970). Departure: none; a missed key is always admitted if it fits.
 * Compare: every other policy. Cost: O(log32 requests) an access; 1 bit a request, 4 bytes more for the next uses.
 * Invariant: a resident key's next use is in the set, or the key is among those never asked for again.
 * It is driven by `access` (or `touch`) with the very requests it was given, in their order.
 */
export class Belady implements EvictionPolicy {
  readonly name = 'belady'
  readonly capacity: number
  readonly #keys: ArrayLike<number>
  readonly #nextUses: Int32Array
  /** The next uses of resident keys. */
  readonly #upcoming: PositionSet
  /** Key to its next use as of its last request. */
  readonly #nextUse: Int32Array
  /** Key to its size, 0 if it is not resident. */
  readonly #units: Float64Array
  /** Keys that became useless; some may have left since. */
  #useless: number[] = []
  #evicted: number[] = []
  #position = 0
  #size = 0
  #used = 0

  constructor(options: { capacity: number; future: RequestSequence }) {
    const { capacity, future } = options
    assert(
      Number.isSafeInteger(capacity) && capacity >= 1,
      'the capacity of a cache is a positive whole number',
    )
    this.capacity = capacity
    this.#keys = future.keys
    this.#nextUses = future.nextUses ?? nextUses(future.keys)
    const distinct = distinctKeys(future.keys)
    this.#upcoming = new PositionSet(Math.max(1, future.keys.length))
    this.#nextUse = new Int32Array(distinct).fill(NEVER)
    this.#units = new Float64Array(distinct)
  }

  get size(): number {
    return this.#size
  }

  get used(): number {
    return this.#used
  }

  get evictedCount(): number {
    return this.#evicted.length
  }

  evictedAt(i: number): number {
    return this.#evicted[i]
  }

  access(key: number, units = 1): boolean {
    if (this.touch(key)) return true
    this.admit(key, units)
    return false
  }

  touch(key: number): boolean {
    assert(key === this.#keys[this.#position], 'Bélády is asked for the keys it was told of, in their order')
    this.#evicted.length = 0
    const hit = this.has(key)
    const next = this.#nextUses[this.#position]
    if (hit) {
      this.#upcoming.delete(this.#position)
      this.#await(key, next)
    }
    this.#nextUse[key] = next
    this.#position++
    return hit
  }

  admit(key: number, units = 1): boolean {
    assert(key < this.#units.length, 'Bélády is asked for the keys it was told of')
    assert(Number.isSafeInteger(units) && units >= 1, 'a size in units is a positive whole number')
    this.#evicted.length = 0
    if (this.has(key) && units === this.#units[key]) return true
    this.remove(key)
    if (units > this.capacity) return false
    while (this.#used + units > this.capacity) this.#evictFarthest()
    this.#units[key] = units
    this.#used += units
    this.#size++
    this.#await(key, this.#nextUse[key])
    return true
  }

  has(key: number): boolean {
    return this.#units[key] > 0
  }

  remove(key: number): boolean {
    if (!this.has(key)) return false
    if (this.#nextUse[key] !== NEVER) this.#upcoming.delete(this.#nextUse[key])
    this.#used -= this.#units[key]
    this.#units[key] = 0
    this.#size--
    return true
  }

  /** Empties the cache; the next request is the same as before. */
  clear(): void {
    this.#upcoming.clear()
    this.#units.fill(0)
    this.#useless = []
    this.#evicted.length = 0
    this.#size = 0
    this.#used = 0
  }

  inspect(maxKeys = 256): PolicySnapshot {
    const { name: policy, capacity, size, used } = this
    const useless = [...new Set(this.#useless)].filter((key) => this.has(key) && this.#nextUse[key] === NEVER)
    const keys = this.#upcoming.descending(maxKeys).map((position) => this.#keys[position])
    const soonestFirst = [...useless.slice(0, maxKeys), ...keys].slice(0, maxKeys).reverse()
    const marks = soonestFirst.map((key) => this.#nextUse[key])
    const queue = { name: 'by next use', resident: true, limit: capacity, marks }
    return {
      policy,
      capacity,
      size,
      used,
      queues: [{ ...queue, count: size, units: used, keys: soonestFirst }],
      hand: null,
      targets: { position: this.#position },
    }
  }

  #await(key: number, next: number): void {
    if (next === NEVER) this.#useless.push(key)
    else this.#upcoming.add(next)
  }

  #evictFarthest(): void {
    let victim = this.#useless.pop()
    while (victim !== undefined && !(this.has(victim) && this.#nextUse[victim] === NEVER)) {
      victim = this.#useless.pop()
    }
    victim ??= this.#keys[this.#upcoming.max()]
    this.remove(victim)
    this.#evicted.push(victim)
  }
}

export const policy: PolicySpec = {
  name: 'belady',
  title: 'Bélády’s optimum',
  summary: 'Knows the future: evicts the key that will be asked for last. Nothing real can beat it.',
  role: 'bound',
  create({ capacity, future }) {
    assert(future !== undefined, 'Bélády needs to be told the requests to come')
    return new Belady({ capacity, future })
  },
}
