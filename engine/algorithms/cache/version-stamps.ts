import { assert } from '../../lib/assert.ts'

/** Groups whose stamp has risen, side by side with the stamps. */
export interface RisenStamps {
  /** The highest stamp given out; to be asked from next time. */
  readonly latest: number
  readonly groups: readonly number[]
  readonly stamps: readonly number[]
}

/**
 * Version stamps for copies of keys: every write takes the next number, and its group of keys remembers it. A copy carries the
 * highest number given out when it was read; it is outdated once its group's number is above that. Who holds copies asks now and
 * then which groups have risen, and gets a short list, however many copies there are.
 * Paper: Cheriton's and Gray's "Leases" (1989) for trusting a copy only so long after asking; the table is a version vector over
 * groups. Compare: ttl-wheel (outdated by age alone), messages about each key (lost ones are never noticed).
 * Cost: O(1) to raise and to compare, O(groups) to tell. Invariant: stamps only rise; a copy that is not outdated was read after the
 * last write of its group that this table knows of. Keys of one group outdate each other.
 */
export class VersionStamps {
  readonly #stamps: Float64Array
  #latest = 0

  constructor({ groups }: { groups: number }) {
    assert(Number.isInteger(groups) && groups >= 1, 'stamps are kept for at least one group')
    this.#stamps = new Float64Array(groups)
  }

  /** The highest stamp known. */
  get latest(): number {
    return this.#latest
  }

  /** A write of `key`: its group gets the next stamp, which is returned. Only where the data is written. */
  raise(key: number): number {
    this.#stamps[key % this.#stamps.length] = ++this.#latest
    return this.#latest
  }

  /** Whether a copy of `key` that was read at `stamp` may be older than the last write known of. */
  isOutdated(key: number, stamp: number): boolean {
    return this.#stamps[key % this.#stamps.length] > stamp
  }

  /** Which groups have risen above `since`. */
  risenSince(since: number): RisenStamps {
    const groups: number[] = []
    const stamps: number[] = []
    for (let group = 0; group < this.#stamps.length; group++) {
      if (this.#stamps[group] <= since) continue
      groups.push(group)
      stamps.push(this.#stamps[group])
    }
    return { latest: this.#latest, groups, stamps }
  }

  /** Takes over what an authority has told. What is known already is not lowered: answers may come in any order. */
  adopt({ latest, groups, stamps }: RisenStamps): void {
    for (let i = 0; i < groups.length; i++)
      if (stamps[i] > this.#stamps[groups[i]]) this.#stamps[groups[i]] = stamps[i]
    if (latest > this.#latest) this.#latest = latest
  }
}
