import { assert } from '../../lib/assert.ts'

/**
 * Lamport's logical clock: one counter that never falls behind what it has heard of.
 * Paper: Lamport, "Time, clocks, and the ordering of events in a distributed system" (1978), rules IR1 and IR2.
 * Compare: vector clock (also tells what is concurrent), hybrid logical clock (also near to physical time).
 * Cost: O(1) time and space. Invariant: if e happened before f then time(e) < time(f); the converse does not hold.
 */
export class LamportClock {
  #time: number

  /** `time` is the last time given out, when the clock comes back from a restart. */
  constructor(options: { readonly time?: number } = {}) {
    const time = options.time ?? 0
    assert(Number.isSafeInteger(time) && time >= 0, 'a logical time is a whole number, not negative')
    this.#time = time
  }

  get time(): number {
    return this.#time
  }

  /** Counts a local event, or a message about to be sent, and gives its time. */
  tick(): number {
    this.#time += 1
    return this.#time
  }

  /** Counts the receipt of a message that was sent at `remote`, and gives its time. */
  observe(remote: number): number {
    this.#time = Math.max(this.#time, remote) + 1
    return this.#time
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { time: this.#time } as const
  }
}
