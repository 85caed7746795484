import type { Nanos } from '../lib/units.ts'

/** What somebody recorded elsewhere, to be asked again here. */
export interface Recording {
  /** What was asked for, in order. */
  keys: ArrayLike<number>
  /** When, in ascending order; absent when only the order is known. */
  instants?: ArrayLike<Nanos>
}
