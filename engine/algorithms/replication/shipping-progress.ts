import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'

/** Resending waits at most this many times longer than the first time. */
const LARGEST_BACKOFF = 16

/**
 * What a sender knows of one receiver of a numbered stream: what was sent, what is confirmed, and when to send again.
 * Sending runs ahead of confirmation (a round trip across regions is long); when nothing is confirmed for long enough,
 * it falls back to the last confirmed position, each time more patiently.
 * Paper: the retransmission timer follows Jacobson, "Congestion avoidance and control" (1988), simplified: twice the
 * smoothed round trip, doubled at each resend into silence. Compare: stop-and-wait (one batch a round trip).
 * Cost: O(1). Invariant: confirmed <= sent; a resend happens only when something is unconfirmed.
 */
export class ShippingProgress {
  readonly #resendNanos: Nanos
  #sentUpTo: number
  #confirmedUpTo = 0
  /** Taken to be held, though not confirmed, until the receiver says otherwise. */
  #assumedUpTo: number
  #roundTripNanos: Nanos = 0
  #waitingSince: Nanos = 0
  #backoff = 1

  /** `resendNanos`: the least wait before sending again. `sentUpTo`: where sending begins, optimistically. */
  constructor(options: { readonly resendNanos: Nanos; readonly sentUpTo: number }) {
    assert(options.resendNanos > 0, 'the wait before a resend is positive')
    this.#resendNanos = options.resendNanos
    this.#sentUpTo = options.sentUpTo
    this.#assumedUpTo = options.sentUpTo
  }

  get sentUpTo(): number {
    return this.#sentUpTo
  }

  get confirmedUpTo(): number {
    return this.#confirmedUpTo
  }

  /** Sent and not yet confirmed. */
  get inFlight(): number {
    return this.#sentUpTo - this.#floor
  }

  /** Whether resending has met with nothing but silence: no use in sending much. */
  get silent(): boolean {
    return this.#backoff > 1
  }

  /** Smoothed round trip in nanoseconds; 0 before the first answer. */
  get roundTripNanos(): Nanos {
    return this.#roundTripNanos
  }

  sent(elapsed: Nanos, upTo: number): void {
    if (this.inFlight === 0) this.#waitingSince = elapsed
    this.#sentUpTo = Math.max(this.#sentUpTo, upTo)
  }

  /** Notes a confirmation, and the round trip of the message that it answers (negative: unknown). */
  confirmed(elapsed: Nanos, upTo: number, roundTripNanos: Nanos): void {
    if (roundTripNanos >= 0) {
      const smoothed =
        this.#roundTripNanos === 0 ? roundTripNanos : this.#roundTripNanos * 0.875 + roundTripNanos * 0.125
      this.#roundTripNanos = Math.round(smoothed)
    }
    this.#backoff = 1 // the receiver is there: patience was for silence
    if (upTo <= this.#confirmedUpTo) return
    this.#confirmedUpTo = upTo
    this.#sentUpTo = Math.max(this.#sentUpTo, upTo)
    this.#waitingSince = elapsed
  }

  /** Goes back: the receiver does not hold what was thought, and must be sent what follows `index`. */
  rewind(elapsed: Nanos, index: number): void {
    this.#assumedUpTo = index
    this.#sentUpTo = this.#floor
    this.#waitingSince = elapsed
  }

  /** When true, sending has fallen back to the last confirmed position, and the caller sends from there. */
  resendDue(elapsed: Nanos): boolean {
    if (this.inFlight === 0) return false
    const wait = Math.max(this.#resendNanos, 2 * this.#roundTripNanos) * this.#backoff
    if (elapsed - this.#waitingSince < wait) return false
    this.#sentUpTo = this.#floor
    this.#waitingSince = elapsed
    this.#backoff = Math.min(this.#backoff * 2, LARGEST_BACKOFF)
    return true
  }

  get #floor(): number {
    return Math.max(this.#confirmedUpTo, this.#assumedUpTo)
  }

  /** What the view draws. Reads only. */
  inspect() {
    const { sentUpTo, confirmedUpTo, inFlight, roundTripNanos } = this
    return { sentUpTo, confirmedUpTo, inFlight, roundTripNanos } as const
  }
}
