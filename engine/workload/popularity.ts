import type { RandomStream } from '../lib/random.ts'
import type { Clock, Nanos } from '../lib/units.ts'
import type { Recording } from './recording.ts'

/** Chooses what the next request is about. */
export interface KeySource {
  /** A key from 0 to `keys` - 1 (a scan goes beyond). */
  next(): number
}

/** What every way of choosing may use; those that have no use for a field ignore it. */
export interface KeyOptions {
  /** How many keys there are. */
  keys: number
  /** Zipf's exponent: the key of rank r is asked for in proportion to 1 / r^skew. */
  skew: number
  /** The share of keys that are hot, and the share of requests that go to them. */
  hotKeys: number
  hotRequests: number
  /** How often favourites change. */
  shiftNanos: Nanos
  clock: Clock
  /** What is to be replayed; null when there is nothing. */
  recording: Recording | null
}

/** One entry of the catalogue of popularities. */
export interface PopularitySpec {
  /** Unique, kebab-case; the file's name. */
  name: string
  title: string
  make: (options: KeyOptions, random: RandomStream) => KeySource
}
