import type { Nanos } from '../lib/units.ts'
import type { FailureCode } from './call.ts'
import type { Kernel } from './kernel.ts'

/** What every node counts, whatever its kind. */
export class NodeMeter {
  arrivals = 0
  succeeded = 0
  failed = 0
  inFlight = 0
  inFlightMax = 0
  /** Integral of calls in flight over time, for Little's law. */
  inFlightNanos = 0
  /** Sum over answered calls of the time from arrival to answer. */
  residenceNanos = 0
  readonly failures = new Map<FailureCode, number>()
  #settledAt: Nanos = 0
  readonly #kernel: Kernel

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  arrived(): void {
    this.settle()
    this.arrivals++
    this.inFlight++
    if (this.inFlight > this.inFlightMax) this.inFlightMax = this.inFlight
  }

  answered(failure: FailureCode | null, arrivedAt: Nanos): void {
    this.settle()
    this.inFlight--
    this.residenceNanos += this.#kernel.now - arrivedAt
    if (failure === null) {
      this.succeeded++
      return
    }
    this.failed++
    this.failures.set(failure, (this.failures.get(failure) ?? 0) + 1)
  }

  /** Brings the integral up to now. */
  settle(): void {
    this.inFlightNanos += this.inFlight * (this.#kernel.now - this.#settledAt)
    this.#settledAt = this.#kernel.now
  }
}
