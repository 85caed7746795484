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
  const best: number[] = []
  for (const [region, members] of group.membersOf.entries()) {
    if (region !== group.selfRegion) best.push(nthLargest(heldUpTo, members, 1))
  }
  const needed = Math.min(rule.otherRegions, best.length)
  if (needed === 0) return own
  best.sort((a, b) => b - a)
  return Math.min(own, best[needed - 1])
}

/** The n-th largest of `values` at `positions`; n counts from 1. */
function nthLargest(values: readonly number[], positions: readonly number[], n: number): number {
  if (positions.length === 1) return values[positions[0]]
  const sorted = positions.map((position) => values[position]).sort((a, b) => b - a)
  return sorted[n - 1]
}
