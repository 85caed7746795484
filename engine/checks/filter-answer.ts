import type { Nanos } from '../lib/units.ts'

/** The fact `filter-answer`: what a Bloom filter has said about a key that it denied, or that turned out to hold nothing. */
export interface FilterAnswer {
  key: number
  /** False: it said that the key does not exist. */
  passed: boolean
  /** When the reader wanted it. */
  beganAt: Nanos
  atNanos: Nanos
}
