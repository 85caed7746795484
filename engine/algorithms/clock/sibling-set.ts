import { hashInteger32 } from '../../lib/hash.ts'
import { compareTimestamps, type HybridTimestamp } from './hybrid-logical-clock.ts'
import { countOf, covers, mergeSparse, type SparseVector } from './sparse-vector.ts'

/** One write of one key, named by its dot: the `sequence`-th write that `actor` coordinated. */
export interface SiblingVersion {
  readonly actor: number
  readonly sequence: number
  /** null: the key was deleted. */
  readonly value: string | null
  readonly stamp: HybridTimestamp
}

/**
 * What a replica holds of one key: the versions that nobody has knowingly replaced, and which writes are known to it, those
 * that were replaced included. Never changed; equal sets have equal hashes.
 */
export interface SiblingSet {
  readonly context: SparseVector
  /** By rising actor and sequence. */
  readonly versions: readonly SiblingVersion[]
  readonly hash: number
}

export const NO_SIBLINGS: SiblingSet = { context: [], versions: [], hash: 0 }

/** A dot as one number, to be compared and kept. */
export const dotOf = ({ actor, sequence }: Pick<SiblingVersion, 'actor' | 'sequence'>): number =>
  actor * 4_294_967_296 + sequence

export function makeSet(context: SparseVector, versions: readonly SiblingVersion[]): SiblingSet {
  let hash = 1
  for (const part of context) hash = hashInteger32(part, hash)
  for (const version of versions) hash = hashInteger32(version.sequence, hashInteger32(version.actor, hash))
  return { context, versions, hash }
}

/**
 * What is left of two replicas' versions of a key: a version stays if both have it, or if the other has never heard of it; what the
 * other has heard of and no longer has was replaced. Commutative, associative, idempotent, as long as contexts have no gaps, which
 * is why replicas send each other whole sets.
 * Source: Preguiça, Baquero, Almeida, Fonte and Gonçalves, "Dotted version vectors: logical clocks for optimistic replication"
 * (2012); a plain vector for each version would take two writes that know nothing of each other, and meet at one coordinator, for
 * one after the other.
 */
export function mergeSets(a: SiblingSet, b: SiblingSet): SiblingSet {
  if (a.hash === b.hash || b.versions.length + b.context.length === 0) return a
  if (a.versions.length + a.context.length === 0) return b
  if (includes(a, b)) return a
  if (includes(b, a)) return b
  const versions = [
    ...a.versions.filter((version) => knows(b.versions, version) || isNews(version, b.context)),
    ...b.versions.filter((version) => !knows(a.versions, version) && isNews(version, a.context)),
  ]
  return makeSet(mergeSparse(a.context, b.context), versions.sort(byDot))
}

/** Whether `b` adds nothing to `a`: it has heard of no more, and replaces nothing that `a` still has. */
function includes(a: SiblingSet, b: SiblingSet): boolean {
  if (!covers(a.context, b.context)) return false
  for (const version of a.versions)
    if (!knows(b.versions, version) && !isNews(version, b.context)) return false
  return true
}

/** The set after a write by somebody who had seen `seen`: what he had seen is replaced, the rest stays beside it. */
export function writeSibling(set: SiblingSet, seen: SparseVector, version: SiblingVersion): SiblingSet {
  const kept = set.versions.filter((other) => isNews(other, seen))
  const known = mergeSparse(set.context, seen)
  return makeSet(mergeSparse(known, [version.actor, version.sequence]), [...kept, version].sort(byDot))
}

/** Keeps the version with the latest timestamp and throws its siblings away, whatever they were. */
export function lastWriteOnly(set: SiblingSet): SiblingSet {
  if (set.versions.length < 2) return set
  return makeSet(set.context, [latestOf(set.versions)!])
}

/** The version with the latest timestamp; null of none. */
export function latestOf(versions: readonly SiblingVersion[]): SiblingVersion | null {
  let latest: SiblingVersion | null = null
  for (const version of versions)
    if (latest === null || compareWrittenAt(version, latest) > 0) latest = version
  return latest
}

export function compareWrittenAt(a: SiblingVersion, b: SiblingVersion): number {
  return compareTimestamps(a.stamp, b.stamp) || byDot(a, b)
}

const byDot = (a: SiblingVersion, b: SiblingVersion): number => a.actor - b.actor || a.sequence - b.sequence

function isNews({ actor, sequence }: SiblingVersion, context: SparseVector): boolean {
  return sequence > countOf(context, actor)
}

function knows(versions: readonly SiblingVersion[], { actor, sequence }: SiblingVersion): boolean {
  for (const version of versions) if (version.sequence === sequence && version.actor === actor) return true
  return false
}
