import type { HybridTimestamp } from '../clock/hybrid-logical-clock.ts'
import { compareTimestamps, ZERO_TIMESTAMP } from '../clock/hybrid-logical-clock.ts'

/** A value with the timestamp and the replica of the write that made it. */
export interface LwwRegisterState<Value> {
  readonly value: Value
  readonly stamp: HybridTimestamp
  readonly replica: number
}

/** Positive when write `a` wins over write `b`: by timestamp, then by replica number. 0 only for the same write. */
export function compareWrites(
  a: { readonly stamp: HybridTimestamp; readonly replica: number },
  b: { readonly stamp: HybridTimestamp; readonly replica: number },
): number {
  return compareTimestamps(a.stamp, b.stamp) || a.replica - b.replica
}

/**
 * Last-writer-wins register: of two writes the one with the larger (timestamp, replica) stays.
 * Paper: Johnson and Thomas, RFC 677 "The maintenance of duplicate databases" (1975); Shapiro et al. (2011), spec. 8.
 * Compare: multi-value register (keeps both of two concurrent writes instead of dropping one in silence).
 * Cost: O(1). Invariant: merge is commutative, associative, idempotent, as long as no two writes share timestamp and
 * replica; with timestamps that respect causality a write never loses to one it had seen.
 */
export class LwwRegister<Value> {
  #state: LwwRegisterState<Value>

  constructor(options: { readonly initial: Value; readonly state?: LwwRegisterState<Value> }) {
    this.#state = options.state ?? { value: options.initial, stamp: ZERO_TIMESTAMP, replica: -1 }
  }

  /** Writes, and gives the delta to send to the others (which is the whole state, being one value). */
  write(stamp: HybridTimestamp, replica: number, value: Value): LwwRegisterState<Value> {
    const written = { value, stamp, replica }
    this.merge(written)
    return written
  }

  value(): Value {
    return this.#state.value
  }

  /** Takes in another copy. True when its value won. */
  merge(other: LwwRegisterState<Value>): boolean {
    if (compareWrites(other, this.#state) <= 0) return false
    this.#state = other
    return true
  }

  /** The state as plain data. */
  state(): LwwRegisterState<Value> {
    return this.#state
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { ...this.#state } as const
  }
}
