import { assert } from '../../lib/assert.ts'
import type { ReplicaGroup } from './replica-group.ts'
import { majorityOf } from './replica-group.ts'

/** How many replicas must take part: Cassandra's names, or a number of them, wherever they are. */
export type ConsistencyLevel =
  | number
  | 'one'
  | 'local-one'
  | 'local-quorum'
  | 'each-quorum'
  | 'quorum'
  | 'all'

/**
 * Counts who has answered one request, and tells when that is enough: for the whole group, or for each region.
 * Paper: Gifford, "Weighted voting for replicated data" (1979); levels as in Lakshman and Malik, "Cassandra" (2010).
 * Compare: waiting for all (no failure tolerated), for any one (nothing promised to a later reader).
 * Cost: O(1) an answer, O(regions) to ask. Invariant: an answer counts once; quorums of R and W of N overlap exactly when R + W > N; an
 * each-quorum overlaps every local-quorum.
 */
export class QuorumTally {
  readonly #group: ReplicaGroup
  readonly #answered: boolean[]
  /** Answers still needed from anywhere. */
  #missing = 0
  /** Answers still needed by region number. */
  readonly #missingIn: number[]

  constructor(options: { readonly level: ConsistencyLevel; readonly group: ReplicaGroup }) {
    const { level, group } = options
    this.#group = group
    this.#answered = Array<boolean>(group.size).fill(false)
    this.#missingIn = group.regions.map(() => 0)
    if (typeof level === 'number') {
      assert(level >= 1 && level <= group.size, 'a quorum is of some of the members')
      this.#missing = level
    } else if (level === 'one') this.#missing = 1
    else if (level === 'quorum') this.#missing = group.majority
    else if (level === 'all') this.#missing = group.size
    else if (level === 'local-one') this.#missingIn[group.selfRegion] = 1
    else {
      assert(
        level === 'local-quorum' || level === 'each-quorum',
        'a consistency level has one of the known names',
      )
      for (const [region, members] of group.membersOf.entries()) {
        if (level === 'local-quorum' && region !== group.selfRegion) continue
        this.#missingIn[region] = majorityOf(members.length)
      }
    }
  }

  /** Counts an answer; a second one of the same member changes nothing. */
  add(member: number): void {
    if (this.#answered[member]) return
    this.#answered[member] = true
    if (this.#missing > 0) this.#missing -= 1
    const region = this.#group.regionOf[member]
    if (this.#missingIn[region] > 0) this.#missingIn[region] -= 1
  }

  has(member: number): boolean {
    return this.#answered[member]
  }

  /** Whether an answer of `member` would bring the request nearer to enough. */
  needs(member: number): boolean {
    if (this.#answered[member]) return false
    return this.#missing > 0 || this.#missingIn[this.#group.regionOf[member]] > 0
  }

  get satisfied(): boolean {
    return this.#missing === 0 && this.#missingIn.every((missing) => missing === 0)
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { missing: this.#missing, missingIn: this.#missingIn.slice() } as const
  }
}
