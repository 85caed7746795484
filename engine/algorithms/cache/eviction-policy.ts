import type { RandomStream } from '../../lib/random.ts'

/**
 * Which keys a bounded cache keeps. Keys are non-negative safe integers; what a key maps to is the caller's business.
 * Sizes are in units: entries when every size is 1, bytes when sizes are object sizes. `used <= capacity` always,
 * so an object larger than the capacity is never admitted.
 *
 * Two ways to drive it: `access` for a trace (a miss is filled at once), or `touch` now and `admit` when the origin
 * has answered. A miss leaves nothing behind in `touch` but what the policy learns from it.
 */
export interface EvictionPolicy {
  readonly name: string
  /** In units; a positive integer. */
  readonly capacity: number
  /** Resident entries. */
  readonly size: number
  /** Units that the resident entries take. */
  readonly used: number
  /** One request: true is a hit. A miss admits the key, evicting as needed. A hit keeps the size admitted before. */
  access(key: number, units?: number): boolean
  /** A look-up: records and returns a hit if the key is resident; admits nothing, evicts nothing. */
  touch(key: number): boolean
  /**
   * Makes a key resident, evicting as needed; false if the policy refuses it. A resident key takes the new size and
   * keeps its place in the order, unless it does not fit any more (then it goes, and the answer is false).
   */
  admit(key: number, units?: number): boolean
  /** Whether a key is resident. Changes nothing. */
  has(key: number): boolean
  /** Forgets a key, also as a ghost (a frequency sketch keeps its counts); true if it was resident. No eviction. */
  remove(key: number): boolean
  /** Forgets everything. */
  clear(): void
  /** How many keys the last `access`, `touch` or `admit` evicted. */
  readonly evictedCount: number
  /** The i-th of them, in the order of eviction. */
  evictedAt(i: number): number
  /** What a picture draws; at most `maxKeys` keys of each queue. Reads only. */
  inspect(maxKeys?: number): PolicySnapshot
}

/** A policy's lists at one moment. */
export interface PolicySnapshot {
  policy: string
  capacity: number
  size: number
  used: number
  queues: QueueSnapshot[]
  /** The key that a clock hand points at: the next one it looks at. */
  hand: number | null
  /** What the policy steers by, in units: target sizes, sample counts. */
  targets: Record<string, number>
}

/** One list, from the end where keys enter to the end where they leave. */
export interface QueueSnapshot {
  name: string
  /** False for a ghost list: keys remembered, objects gone. */
  resident: boolean
  /** Keys on the list, also those beyond `maxKeys`. */
  count: number
  units: number
  /** The most units the list may hold, if it has a limit of its own. */
  limit: number | null
  keys: number[]
  /** Beside each key its reference bit or frequency, where the policy has one. */
  marks: number[] | null
}

/** What it takes to make a policy. */
export interface PolicyOptions {
  /** In units; a positive integer. */
  capacity: number
  /** For policies that draw lots. */
  random: RandomStream
  /** For policies that know the future: the keys to come and, if units are not entries, their sizes. */
  future?: RequestSequence
}

/** Requests in order. Keys are dense: 0, 1, …, distinct - 1. `sizes` null: every object counts 1. */
export interface RequestSequence {
  keys: ArrayLike<number>
  sizes: ArrayLike<number> | null
  /** For each request when its key is asked for next (`nextUses`), if that was worked out before. */
  nextUses?: Int32Array
}

/** A policy as the catalogue knows it; each file in `policy/` exports one. */
export interface PolicySpec {
  name: string
  title: string
  /** One plain sentence for people. */
  summary: string
  /** `bound`: needs the future, so no service can run it. `broken`: a known mistake kept to be seen failing. */
  role: 'real' | 'bound' | 'broken'
  create(options: PolicyOptions): EvictionPolicy
}
