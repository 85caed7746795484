/** Kinds of dependency between transactions, as bits, so that a set of kinds is a number. */
export const DEPENDENCY = {
  /** The second wrote the version after the first's. */
  ww: 1,
  /** The second read what the first wrote. */
  wr: 2,
  /** The second wrote the version after the one that the first read (an anti-dependency). */
  rw: 4,
  /** The same process ran the first before the second. */
  process: 8,
  /** The first was over before the second began. */
  realtime: 16,
  /** Leads out of a place between transactions. */
  pass: 32,
} as const

/** A set of kinds. */
export type DependencyKinds = number

/** Why one transaction comes before another. Values and keys are ids of `TransactionNames`. */
export interface Dependency {
  readonly from: number
  readonly to: number
  readonly kind: DependencyKinds
  readonly key: number
  /** The version that was written or read; `NO_VERSION` for the first state. */
  readonly version: number
  /** The version after it; `NO_VERSION` when it is any. */
  readonly next: number
}

/** In place of a key or a version. */
export const NO_VERSION = -1
