import type { Key } from './replica.ts'
import type { KeyedVersion, StoredVersion } from './version-store.ts'

/** What the replicas of a quorum system say to each other. A `tag` comes back in the reply. */
export type QuorumMessage =
  | { readonly type: 'alive' }
  /** Keep these if they are newer. */
  | { readonly type: 'store'; readonly tag: number; readonly entries: readonly KeyedVersion[] }
  | { readonly type: 'stored'; readonly tag: number }
  | { readonly type: 'fetch'; readonly tag: number; readonly key: Key }
  | { readonly type: 'fetched'; readonly tag: number; readonly version: StoredVersion | null }
  /** Hashes of all buckets, to be compared. */
  | { readonly type: 'hashes'; readonly hashes: readonly number[] }
  /** All that is held in some buckets; whoever gets it sends back what is newer or missing there. */
  | {
      readonly type: 'buckets'
      readonly buckets: readonly number[]
      readonly entries: readonly KeyedVersion[]
    }
