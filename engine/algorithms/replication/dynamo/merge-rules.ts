import {
  latestOf,
  makeSet,
  mergeSets,
  writeSibling,
  type SiblingSet,
  type SiblingVersion,
} from '../../clock/sibling-set.ts'
import { mergeSparse, type SparseVector } from '../../clock/sparse-vector.ts'

/** What becomes of two versions of one key. */
export interface MergeRules {
  readonly name: 'siblings' | 'latest'
  /** What is known after hearing of `incoming`; `held` itself when that adds nothing. */
  merge(held: SiblingSet, incoming: SiblingSet): SiblingSet
  /** What is held after a write by somebody who had seen `seen`. */
  write(held: SiblingSet, seen: SparseVector, version: SiblingVersion): SiblingSet
}

/** Vector clocks decide: a version that was not seen by the writer stays beside the new one, for the application to settle. */
export const SIBLINGS: MergeRules = { name: 'siblings', merge: mergeSets, write: writeSibling }

/** Timestamps decide: the latest stays, the others are gone, whatever their writers had seen. */
export const LATEST: MergeRules = {
  name: 'latest',
  merge: mergeLatest,
  write: (held, seen, version) =>
    mergeLatest(held, makeSet(mergeSparse(seen, [version.actor, version.sequence]), [version])),
}

function mergeLatest(held: SiblingSet, incoming: SiblingSet): SiblingSet {
  if (held.hash === incoming.hash) return held
  const context = mergeSparse(held.context, incoming.context)
  const latest = latestOf([...held.versions, ...incoming.versions])
  const versions = latest === null ? [] : [latest]
  const merged = makeSet(context, versions)
  return merged.hash === held.hash ? held : merged
}
