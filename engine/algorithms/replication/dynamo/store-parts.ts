import type { SiblingSet } from '../../clock/sibling-set.ts'
import type { GossipMembership } from '../../membership/gossip-membership.ts'
import type { LsmTree } from '../../storage/lsm-tree.ts'
import type { HintKind, HintStore } from '../hint-store.ts'
import { mergeSets } from '../../clock/sibling-set.ts'
import type { RingView } from './ring-view.ts'
import type { StoreDurable, StoreOptions } from './store-options.ts'
import type { StoreOutbox } from './store-outbox.ts'
import type { StoreTally } from './store-tally.ts'

/** What the parts of a node share. */
export interface StoreParts {
  readonly options: StoreOptions
  readonly durable: StoreDurable
  readonly outbox: StoreOutbox
  readonly tally: StoreTally
  readonly lsm: LsmTree<SiblingSet>
  readonly hints: HintStore<SiblingSet>
  readonly membership: GossipMembership
  /** Replaced when somebody joins or leaves. */
  ring: RingView
  /** Names requests and transfers; comes back in replies. */
  nextTag: number
}

export const SET_HINTS: HintKind<SiblingSet> = {
  merge: mergeSets,
  since: ({ versions }) => Math.min(...versions.map(({ stamp }) => stamp.physicalNanos)),
}

/** Members of a key that may stand in for owners that are away, in the order of preference. */
export function standIns({ ring, membership, options }: StoreParts, elapsed: number, key: number): number[] {
  if (options.quorum === 'strict') return []
  const { walk, owners } = ring.placeOf(key)
  return walk.slice(owners.length).filter((member) => membership.isAlive(elapsed, member))
}
