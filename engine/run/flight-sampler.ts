import type { Call } from '../kernel/call.ts'
import { LOST, type Direction, type Link } from '../kernel/link.ts'
import type { Nanos } from '../lib/units.ts'
import { FAILURES, type Failure } from '../schema/failures.ts'

/** How a message on an edge is coloured. */
export const FLIGHT_OUTCOMES = ['asking', 'succeeded', 'rejected', 'failed', 'lost', 'message'] as const
export type FlightOutcome = (typeof FLIGHT_OUTCOMES)[number]
/** Numbers a flight: link index, direction, outcome code, delay in ns. */
export const FLIGHT_FIELDS = 4

/**
 * Keeps every k-th message for the picture, with k adapted to the traffic, so that each dot on the screen is one message that
 * really travelled. Uses no randomness of the run.
 */
export class FlightSampler {
  readonly #values: Float64Array
  #length = 0
  #seen = 0
  #stride = 1

  constructor(readonly limit: number) {
    this.#values = new Float64Array(limit * FLIGHT_FIELDS)
  }

  hop(link: Link, direction: Direction, call: Call | null, delay: Nanos): void {
    if (link.index < 0) return // an open end: nobody drew it
    if (this.#seen++ % this.#stride !== 0) return
    if (this.#length === this.limit) this.#thin()
    const at = this.#length * FLIGHT_FIELDS
    this.#values[at] = link.index
    this.#values[at + 1] = direction
    this.#values[at + 2] = outcomeOf(call, direction, delay)
    this.#values[at + 3] = delay
    this.#length++
  }

  /** What was seen since the last call, and one dot stands for how many messages. */
  drain(): { flights: Float64Array; oneIn: number; seen: number } {
    const flights = this.#values.slice(0, this.#length * FLIGHT_FIELDS)
    const drained = { flights, oneIn: this.#stride, seen: this.#seen }
    if (this.#length < this.limit / 2 && this.#stride > 1) this.#stride /= 2
    this.#length = 0
    this.#seen = 0
    return drained
  }

  /** Drops every second one, so that the rest still are an even sample. */
  #thin(): void {
    this.#stride *= 2
    this.#length >>= 1
    for (let i = 0; i < this.#length; i++) {
      const from = i * 2 * FLIGHT_FIELDS
      this.#values.copyWithin(i * FLIGHT_FIELDS, from, from + FLIGHT_FIELDS)
    }
  }
}

function outcomeOf(call: Call | null, direction: Direction, delay: Nanos): number {
  if (delay === LOST) return FLIGHT_OUTCOMES.indexOf('lost')
  if (call === null) return FLIGHT_OUTCOMES.indexOf('message')
  if (direction === 0) return FLIGHT_OUTCOMES.indexOf('asking')
  if (call.answerOk) return FLIGHT_OUTCOMES.indexOf('succeeded')
  return FLIGHT_OUTCOMES.indexOf(FAILURES[call.answerFailure as Failure]?.outcome ?? 'failed')
}
