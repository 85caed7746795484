import type { Nanos } from '../lib/units.ts'

/** What every shape may use; those that have no use for a field ignore it. */
export interface ShapeOptions {
  /** When the shape begins; before that the load is the base rate. */
  startNanos: Nanos
  /** How long it takes, or how often it comes again. */
  lengthNanos: Nanos
  /** The highest multiple of the base rate. */
  peak: number
}

/** How the arrival rate changes over time, as multiples of a base rate. Pure: the same instant gives the same multiple. */
export interface LoadShape {
  at(time: Nanos): number
  /** A bound of `at` from `time` up to `boundUntil(time)`; tight ones waste fewer random numbers. */
  bound(time: Nanos): number
  boundUntil(time: Nanos): Nanos
}

/** One entry of the catalogue of shapes. */
export interface ShapeSpec {
  /** Unique, kebab-case; the file's name. */
  name: string
  title: string
  make: (options: ShapeOptions) => LoadShape
}
