import { FLIGHT_FIELDS } from './flight-outcomes.ts'

/** How long a dot travels, in wall time: a tenth of a millisecond and a second look the same, or nobody could follow them. */
export const FLIGHT_MS = 700
const CAPACITY = 8192

/** The dots in the air. Parallel arrays, oldest overwritten first; nothing is allocated while it runs. */
export class FlightField {
  readonly link = new Int32Array(CAPACITY)
  readonly backward = new Uint8Array(CAPACITY)
  readonly outcome = new Uint8Array(CAPACITY)
  readonly startMs = new Float64Array(CAPACITY)
  /** A little to the side, so that dots of one moment do not hide each other; -1 to 1. */
  readonly side = new Float32Array(CAPACITY)
  #next = 0
  #first = 0

  /** Dots from `first` up to `end` may be alive; their places are taken modulo `capacity`. */
  get first(): number {
    return this.#first
  }
  get end(): number {
    return this.#next
  }
  readonly capacity = CAPACITY

  /** Takes the flights of a frame, spread evenly over the time until the next one is expected. */
  add(flights: Float64Array, nowMs: number, overMs: number): void {
    const count = flights.length / FLIGHT_FIELDS
    for (let i = 0; i < count; i++) {
      const slot = this.#next++ % CAPACITY
      const at = i * FLIGHT_FIELDS
      this.link[slot] = flights[at]
      this.backward[slot] = flights[at + 1]
      this.outcome[slot] = flights[at + 2]
      this.startMs[slot] = nowMs + (overMs * i) / count
      this.side[slot] = ((i * 7) % 5) / 2 - 1
    }
    this.#first = Math.max(this.#first, this.#next - CAPACITY)
  }

  /** Lets go of dots that have arrived; false when none is left. */
  expire(nowMs: number): boolean {
    while (this.#first < this.#next && this.startMs[this.#first % CAPACITY] + FLIGHT_MS <= nowMs)
      this.#first++
    return this.#first < this.#next
  }

  clear(): void {
    this.#first = this.#next
  }
}
