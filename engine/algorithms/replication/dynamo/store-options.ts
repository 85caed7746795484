import type { RandomStream } from '../../../lib/random.ts'
import type { Nanos } from '../../../lib/units.ts'
import type { HybridClockState } from '../../clock/hybrid-logical-clock.ts'
import type { SiblingSet } from '../../clock/sibling-set.ts'
import type { MembershipDurable, MemberStatus } from '../../membership/gossip-membership.ts'
import { LsmTree } from '../../storage/lsm-tree.ts'
import type { LsmDurable } from '../../storage/lsm-types.ts'
import type { HintsDurable } from '../hint-store.ts'
import type { MergeRules } from './merge-rules.ts'

/** How a node behaves; may be changed while it runs. */
export interface StoreOptions {
  readonly self: number
  /** Members that may ever belong to the ring, numbered from 0. */
  readonly size: number
  readonly random: RandomStream
  /** What stamps are taken from: it may be set, so that nothing is measured by it. */
  readonly wallClock: () => Nanos
  readonly virtualNodes: number
  /** N: copies of each key. */
  replicas: number
  /** R and W: how many must answer a read, and confirm a write. */
  readQuorum: number
  writeQuorum: number
  /** Sloppy: others stand in for owners that are away, and count. Strict: only the owners count. */
  quorum: 'sloppy' | 'strict'
  /** How conflicting versions are settled. */
  rules: MergeRules
  /** By which time writes are stamped: `hybrid` respects causality, `wall` is the local clock as it is. */
  stamps: 'hybrid' | 'wall'
  /** Replicas that answered a read with something old are sent the newest. */
  readRepair: boolean
  /** A read is answered only once as many hold what it saw as a write needs. */
  writeBack: boolean
  /** What was kept for others is handed over when they are back. */
  handoff: boolean
  /** How often trees are compared with another member; Infinity: never. */
  antiEntropyNanos: Nanos
  gossipNanos: Nanos
  phiThreshold: number
  requestTimeoutNanos: Nanos
  /** A silent owner is stood in for after this long; a silent coordinator is replaced. */
  patienceNanos: Nanos
  /** Deletions are remembered this long. */
  tombstoneNanos: Nanos
  /** What a value weighs. */
  valueBytes: number
  hintLimit: number
}

/** What of a node survives a crash. Changed in place. */
export interface StoreDurable {
  /** Counts restarts, so that a late reply is not taken for one to a new request. */
  incarnation: number
  /** Names the writes that are coordinated from this disk: a node that lost its disk is another actor than before. */
  readonly actor: number
  /** Counts them. */
  sequence: number
  /** It has lost what it confirmed, and has not got all of it back: no quorum may rest on what it says it holds. */
  refilling: boolean
  readonly clock: HybridClockState
  readonly hints: HintsDurable<SiblingSet>
  readonly membership: MembershipDurable
  readonly lsm: LsmDurable<SiblingSet>
}

const MEMBERS_MAX = 64

/** An empty disk. `life` is 0 for the first, and different for each that follows; `statuses` is who belongs to the ring, by what is known. */
export function emptyStore(self: number, life: number, statuses: readonly MemberStatus[]): StoreDurable {
  return {
    incarnation: 0,
    actor: life * MEMBERS_MAX + self,
    sequence: 0,
    refilling: life > 0,
    clock: { physicalNanos: 0, counter: 0 },
    hints: new Map(),
    membership: { generation: 0, status: statuses[self], known: [...statuses], introduced: life === 0 },
    lsm: LsmTree.durable(),
  }
}
