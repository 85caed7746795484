import type { Nanos } from '../lib/units.ts'

/** When requests come. */
export interface Arrivals {
  /** The instant of the first arrival after the one at `previous`; Infinity when none follows. */
  nextAfter(previous: Nanos): Nanos
}
