import type { HybridTimestamp } from '../../clock/hybrid-logical-clock.ts'
import type { SiblingSet, SiblingVersion } from '../../clock/sibling-set.ts'
import type { SparseVector } from '../../clock/sparse-vector.ts'
import type { GossipMessage } from '../../membership/gossip-membership.ts'

/** What a reader got to know and a writer gives back: which writes he has seen. */
export interface SeenContext {
  readonly vector: SparseVector
  /** The versions he was shown, by `dotOf`; the store needs the vector only, checkers need these. */
  readonly dots: readonly number[]
}

export const NOTHING_SEEN: SeenContext = { vector: [], dots: [] }

/** A key and what is held of it. */
export type KeyedSet = readonly [key: number, set: SiblingSet]

/** How a request ended: `unreachable` certainly did not happen, `no-quorum` may have. */
export type StoreFailure = 'unreachable' | 'no-quorum'

export type PutResult =
  | { readonly ok: true; readonly version: SiblingVersion }
  | { readonly ok: false; readonly failure: StoreFailure }

/** Too few were in reach for anything to be tried. */
export const UNREACHABLE: PutResult = { ok: false, failure: 'unreachable' }

/** What a client wants to have written. */
export interface Wish {
  readonly key: number
  readonly value: string | null
  readonly seen: SeenContext
  /**
   * When it came to the node that the client asked. A write that is passed on to one node after another may be done by several of them,
   * the last one long after it was acknowledged: it is one write, and not newer than others that came in between.
   */
  readonly stamp: HybridTimestamp
}

/** What the nodes of a ring say to each other. A `tag` comes back in the reply. */
export type StoreMessage =
  /** Please coordinate this write: the sender holds no copy of the key. */
  | ({ readonly type: 'put'; readonly tag: number } & Wish)
  | { readonly type: 'put-done'; readonly tag: number; readonly result: PutResult }
  /** Keep this, for yourself (`hintFor` -1) or until another member is back. Tag 0 wants no reply. */
  | {
      readonly type: 'store'
      readonly tag: number
      readonly key: number
      readonly set: SiblingSet
      readonly hintFor: number
    }
  /** `hash`: of what was sent and is on disk now. */
  | { readonly type: 'stored'; readonly tag: number; readonly hash: number }
  | { readonly type: 'fetch'; readonly tag: number; readonly key: number }
  | { readonly type: 'fetched'; readonly tag: number; readonly set: SiblingSet; readonly refilling: boolean }
  /** What you missed while you were away. */
  | { readonly type: 'hand-over'; readonly tag: number; readonly entries: readonly KeyedSet[] }
  | { readonly type: 'handed-over'; readonly tag: number }
  /** Hashes of some nodes of one level of the tree of keys that both hold. */
  | {
      readonly type: 'tree'
      readonly level: number
      readonly indices: readonly number[]
      readonly hashes: readonly number[]
    }
  /** The roots are the same. */
  | { readonly type: 'tree-equal' }
  /** Some leaves differ: which keys are there, and the hash of what is held of each. */
  | {
      readonly type: 'leaves'
      readonly leaves: readonly number[]
      readonly keys: readonly (readonly [key: number, hash: number])[]
    }
  /** What the other holds otherwise or not at all, and what the sender wants in return. */
  | { readonly type: 'sets'; readonly entries: readonly KeyedSet[]; readonly wanted: readonly number[] }
  | { readonly type: 'gossip'; readonly gossip: GossipMessage }
