import type { HybridTimestamp } from '../../algorithms/clock/hybrid-logical-clock.ts'
import type { SeenContext } from '../../algorithms/replication/dynamo/messages.ts'
import type { Nanos } from '../../lib/units.ts'

/** One of the values that a read shows; null: a deletion that the writers of the others knew nothing of. */
export interface SiblingValue {
  readonly value: string | null
  readonly stamp: HybridTimestamp
}

/** What a client's read returns: all values that nobody has replaced, and what to give back when replacing them. */
export interface StoreReading {
  readonly siblings: readonly SiblingValue[]
  readonly seen: SeenContext
}

/** The body of a client's write that was read before. Other bodies are values written by somebody who has seen nothing. */
export interface StoreWrite {
  readonly value: string | number
  readonly seen: SeenContext
}

/** Facts for checkers. A write has got its name. */
export interface VersionMade {
  readonly key: number
  readonly dot: number
  /** The writes that its writer had been shown. */
  readonly seen: readonly number[]
  readonly atNanos: Nanos
}
/** A client was told that its write is done. */
export interface VersionAcknowledged {
  readonly key: number
  readonly dot: number
  readonly value: string | null
  readonly stamp: HybridTimestamp
  readonly atNanos: Nanos
}
/** A client's read was answered with these versions. */
export interface VersionsRead {
  readonly key: number
  readonly dots: readonly number[]
  /** When it had come in. */
  readonly sinceNanos: Nanos
  /** Of the latest version, where only that is kept; else null. */
  readonly latest: HybridTimestamp | null
}
