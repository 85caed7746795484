import { nthLargest } from './nth-largest.ts'
import type { ReplicaGroup } from './replica-group.ts'
import { majorityOf } from './replica-group.ts'

/** When a leader tells a client that a write is done. */
export type AcknowledgementMode = 'async' | 'semi-sync' | 'sync'

/** Who must hold an entry before its write is acknowledged. */
export interface AcknowledgementRule {
  readonly mode: AcknowledgementMode
  /** `semi-sync`: how many other regions must hold it, each in at least one replica. */
  readonly otherRegions: number
}

/**
 * The largest index that is held widely enough to be acknowledged: by the leader alone (async), also by one replica in
 * each of some other regions (semi-sync), or by a majority of the replicas of every region (sync). The majorities of all
 * regions together are a majority of the whole group, so that every later leader has met one that holds the entry: this
 * is what makes sync lose nothing, and what makes it stop when a region is gone.
 */
export function acknowledgedIndex(
  rule: AcknowledgementRule,
  group: ReplicaGroup,
  heldUpTo: readonly number[],
): number {
  const own = heldUpTo[group.self]
  if (rule.mode === 'async') return own
  if (rule.mode === 'sync') {
    let index = own
    for (const members of group.membersOf) {
      index = Math.min(index, nthLargest(heldUpTo, members, majorityOf(members.length)))
    }
    return index
  }
  const needed = Math.min(rule.otherRegions, group.regions.length - 1)
  return needed === 0 ? own : Math.min(own, heldInRegions(group, heldUpTo, needed))
}

/** What `needed` regions other than our own hold, each in one replica. There are few of them: it counts instead of sorting. */
function heldInRegions({ membersOf, selfRegion }: ReplicaGroup, heldUpTo: readonly number[], needed: number) {
  let held = 0
  for (let candidate = 0; candidate < membersOf.length; candidate++) {
    if (candidate === selfRegion) continue
    const index = nthLargest(heldUpTo, membersOf[candidate], 1)
    let holders = 0
    for (let region = 0; region < membersOf.length; region++)
      if (region !== selfRegion && nthLargest(heldUpTo, membersOf[region], 1) >= index) holders++
    if (holders >= needed && index > held) held = index
  }
  return held
}
