import type { Plant } from '../../../checks/plant.bed.ts'
import type { Nanos } from '../../../lib/units.ts'
import { makeSet, writeSibling } from '../../clock/sibling-set.ts'
import { mergeSparse } from '../../clock/sparse-vector.ts'
import { DynamoNode } from './dynamo-node.ts'
import { HintDelivery } from './hint-delivery.ts'
import { SIBLINGS, type MergeRules } from './merge-rules.ts'
import { ReplicaStore } from './replica-store.ts'
import type { StoreParts } from './store-parts.ts'
import { runStore, type StoreRunOptions } from './store-run.bed.ts'
import type { Promised } from './store-watch.bed.ts'

class ForgetfulDelivery extends HintDelivery {
  protected override handOver(elapsed: Nanos, member: number): void {
    const sent = this.parts.hints.some(member, 64)
    super.handOver(elapsed, member)
    this.parts.hints.confirmed(member, sent)
  }
}
class ForgetsHints extends DynamoNode {
  protected override makeDelivery(parts: StoreParts): HintDelivery {
    return new ForgetfulDelivery(parts)
  }
}

class StaleTrees extends ReplicaStore {
  protected override changeTrees(key: number, hashBefore: number, hashAfter: number): void {
    if (hashBefore === 0) super.changeTrees(key, 0, hashAfter)
  }
}
class KeepsStaleTrees extends DynamoNode {
  protected override makeStore(parts: StoreParts): ReplicaStore {
    return new StaleTrees(parts)
  }
}

const DOUBLING: MergeRules = {
  ...SIBLINGS,
  merge: (held, incoming) => {
    const versions = [...held.versions, ...incoming.versions].slice(0, 6)
    return makeSet(mergeSparse(held.context, incoming.context), versions)
  },
}
const OVERWRITING: MergeRules = { ...SIBLINGS, merge: (_held, incoming) => incoming }
const WITHOUT_DOTS: MergeRules = {
  ...SIBLINGS,
  write: (held, seen, version) =>
    writeSibling(held, mergeSparse(seen, [version.actor, version.sequence - 1]), version),
}
const HANDS_ONLY = { antiEntropyNanos: Infinity, readRepair: false }

/** `same` is for both; `bug` is all that differs. */
function plant(
  name: string,
  checker: Promised,
  bug: string,
  same: Omit<StoreRunOptions, 'seed'>,
  planted: Partial<StoreRunOptions>,
): Plant {
  const run = (seed: number, isPlanted: boolean): string | null => {
    const options = { ...same.options, ...(isPlanted ? planted.options : {}) }
    const group = runStore({ ...same, ...(isPlanted ? planted : {}), options, seed })
    return group.watch.says(checker)[0] ?? null
  }
  return { name, protocol: 'ring of equals (Dynamo)', bug, checker, run }
}

export const plants: readonly Plant[] = [
  plant(
    'hint-dropped',
    'replicas-agree',
    'A hint is forgotten when it is sent, not when it is confirmed.',
    { fault: 'loss', options: HANDS_ONLY },
    { Node: ForgetsHints },
  ),
  plant(
    'read-and-write-quorums-do-not-meet',
    'quorum-reads-are-fresh',
    'R = W = 1 of N = 3: a read may ask whoever has not got the write yet.',
    { fault: 'loss', options: { quorum: 'strict' } },
    { options: { readQuorum: 1, writeQuorum: 1 } },
  ),
  plant(
    'tombstone-lost',
    'replaced-versions-stay-gone',
    'Deletions are forgotten at once: whoever was away brings back what was deleted.',
    { fault: 'crash', deleteShare: 0.3 },
    { options: { tombstoneNanos: 0 } },
  ),
  plant(
    'merge-not-idempotent',
    'replicas-agree',
    'Merging adds what is there already once more.',
    { fault: 'crash' },
    { options: { rules: DOUBLING } },
  ),
  plant(
    'repair-with-older-version',
    'acknowledged-versions-survive',
    'A replica takes whatever read repair and other nodes send it, though it holds something newer.',
    { fault: 'partition' },
    { options: { rules: OVERWRITING } },
  ),
  plant(
    'vector-without-dots',
    'acknowledged-versions-survive',
    'A coordinator’s new version passes for the successor of all that it coordinated before.',
    { fault: 'none', blindShare: 0.3 },
    { options: { rules: WITHOUT_DOTS } },
  ),
  plant(
    'tree-not-updated',
    'replicas-agree',
    'Hash trees know which keys are held, not which versions of them.',
    { fault: 'crash', options: { readRepair: false, handoff: false } },
    { Node: KeepsStaleTrees },
  ),
  plant(
    'actor-used-again',
    'acknowledged-versions-survive',
    'A node that lost its disk names its writes as before: others take them for what they have seen.',
    { fault: 'disk-loss' },
    { reusesActor: true },
  ),
  plant(
    'confirmed-before-synced',
    'acknowledged-versions-survive',
    'A replica confirms a write that only its memory has, and all replicas restart.',
    { fault: 'restart-all' },
    { skipsSync: true },
  ),
]
