import type { CachedUntil } from '../../algorithms/cache/early-refresh.ts'

/**
 * What a cache node understands beside `read` and `write`, which it takes through to its origin:
 * - `cache-get`: the entry, or the lease of a key that is not there (a number);
 * - `cache-set` with a `CacheFill`: stores what the origin has answered, if the lease still holds;
 * - `cache-delete`: forgets a key, and with it all leases on it;
 * - `read-ahead`: a `read` that refreshes the entry in the background once most of its time is over;
 * - `write-behind`: a `write` that is acknowledged at once and reaches the origin later.
 */
export const CACHE_GET = 'cache-get'
export const CACHE_SET = 'cache-set'
export const CACHE_DELETE = 'cache-delete'
export const READ_AHEAD = 'read-ahead'
export const WRITE_BEHIND = 'write-behind'

/** One cached value; never changed once stored, so that an answer can point at it. */
export interface CacheEntry extends CachedUntil {
  readonly key: number
  /** Null: the origin said that there is nothing. */
  readonly value: unknown
  readonly sizeBytes: number
  /** For a refresh. */
  readonly lease: number
  /** How far the origin's writes had come when it was read; 0 when nobody asked. */
  readonly stamp: number
}

/** What a `cache-get` answers. */
export type CacheAnswer = CacheEntry | number

/** The body of a `cache-set`. */
export interface CacheFill {
  readonly value: unknown
  /** As the miss before it was told. */
  readonly lease: number
  /** How long the origin took. */
  readonly recomputeNanos: number
  /** The version stamp that the origin's answer carried, if it did. */
  readonly stamp?: number
}
