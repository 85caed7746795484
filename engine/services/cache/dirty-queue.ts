import type { Nanos } from '../../lib/units.ts'

/** A write that was acknowledged and has not reached the origin. */
export interface DirtyWrite {
  readonly key: number
  readonly value: unknown
  readonly since: Nanos
}

/**
 * Writes that wait to be written behind, one a key: a later write of a key takes the earlier one's place, which saves the origin the
 * earlier. It lives in memory: a crash loses what was acknowledged.
 */
export class DirtyQueue {
  /** In the order in which the keys became dirty. */
  readonly #writes = new Map<number, DirtyWrite>()

  get size(): number {
    return this.#writes.size
  }

  get(key: number): DirtyWrite | undefined {
    return this.#writes.get(key)
  }

  /** True if it took the place of an earlier write. */
  put(key: number, value: unknown, now: Nanos): boolean {
    const earlier = this.#writes.get(key)
    this.#writes.set(key, { key, value, since: earlier?.since ?? now })
    return earlier !== undefined
  }

  /** Up to `most` writes, the oldest first, that `free` says may go now. They stay until `done`. */
  next(most: number, free: (key: number) => boolean): DirtyWrite[] {
    const batch: DirtyWrite[] = []
    for (const write of this.#writes.values()) {
      if (batch.length === most) break
      if (free(write.key)) batch.push(write)
    }
    return batch
  }

  /** The origin has these. What was written again since stays dirty. */
  done(batch: readonly DirtyWrite[]): void {
    for (const write of batch) if (this.#writes.get(write.key) === write) this.#writes.delete(write.key)
  }

  /** Somebody else has brought the origin something newer. */
  drop(key: number): void {
    this.#writes.delete(key)
  }

  /** How long the oldest has waited. */
  oldestNanos(now: Nanos): Nanos {
    for (const { since } of this.#writes.values()) return now - since
    return 0
  }

  inspect(now: Nanos, most = 20) {
    const oldest = [...this.#writes.values()].slice(0, most)
    return {
      size: this.size,
      oldest: oldest.map(({ key, value, since }) => ({ key, value, sinceNanos: now - since })),
    }
  }
}
