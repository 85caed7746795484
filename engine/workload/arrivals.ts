import type { Nanos } from '../lib/units.ts'

/** When requests come: one instant after the other, kept here because a number that is handed on would cost an object. */
export interface Arrivals {
  /** The instant of the latest arrival, or from which on arrivals are wanted; Infinity when none follows. */
  at: Nanos
  /** Goes on to the first arrival after `at`. */
  next(): void
}
