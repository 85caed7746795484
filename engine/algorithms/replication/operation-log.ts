import { assert } from '../../lib/assert.ts'
import type { Vector } from '../clock/vector-clock.ts'
import type { HybridTimestamp } from '../clock/hybrid-logical-clock.ts'

/** A change made at one replica: the `sequence`-th (from 1) of its `origin`. */
export interface ReplicatedOperation {
  readonly origin: number
  readonly sequence: number
  readonly stamp: HybridTimestamp
}

/** The part that survives a crash. Changed in place. */
export interface OperationLogDurable<Operation> {
  /** By origin: how many of its operations are here, without a gap. */
  readonly have: number[]
  /** By origin: those kept, and the sequence of the first of them. */
  readonly kept: { first: number; operations: Operation[] }[]
}

/**
 * All operations of all origins that a replica has, each origin's in its order, kept until everyone has them.
 * Paper: Wuu and Bernstein, "Efficient solutions to the replicated log and dictionary problems" (1984).
 * Compare: shipped log (one order for all, one writer). Cost: O(1) amortised an operation. Invariant: of each origin the
 * operations 1 to `have` were taken in, each once and in order; those kept are the last of them.
 */
export class OperationLog<Operation extends ReplicatedOperation> {
  readonly #durable: OperationLogDurable<Operation>

  static durable<Operation>(members: number): OperationLogDurable<Operation> {
    const all = Array.from({ length: members }, () => ({ first: 1, operations: [] }))
    return { have: Array<number>(members).fill(0), kept: all }
  }

  /** `members`: how many there are now; a group may have grown since the log was begun, or lost who came last. */
  constructor(durable: OperationLogDurable<Operation>, members: number) {
    this.#durable = durable
    durable.have.splice(members)
    durable.kept.splice(members)
    this.#growTo(members)
  }

  /** How many operations of each origin are here. Not to be changed. */
  get have(): Vector {
    return this.#durable.have
  }

  append(operation: Operation): void {
    const { have, kept } = this.#durable
    this.#growTo(operation.origin + 1)
    assert(operation.sequence === have[operation.origin] + 1, 'operations of one origin come in order')
    have[operation.origin] += 1
    kept[operation.origin].operations.push(operation)
  }

  /** At most `count` operations of `origin` from `sequence` on; null when some of them are no longer kept. */
  run(origin: number, sequence: number, count: number): Operation[] | null {
    const { first, operations } = this.#durable.kept[origin]
    if (sequence < first) return null
    return operations.slice(sequence - first, sequence - first + count)
  }

  /** The operation of that origin and sequence, if it is kept. */
  at(origin: number, sequence: number): Operation | undefined {
    const { first, operations } = this.#durable.kept[origin]
    return operations[sequence - first]
  }

  /** Forgets the operations of `origin` up to `sequence`. Cheap if done for many at a time. */
  dropUpTo(origin: number, sequence: number): void {
    const kept = this.#durable.kept[origin]
    const count = Math.min(sequence + 1 - kept.first, kept.operations.length)
    if (count <= 0) return
    kept.operations.splice(0, count)
    kept.first += count
  }

  /** How many operations of `origin` are kept. */
  keptOf(origin: number): number {
    return this.#durable.kept[origin].operations.length
  }

  /** Takes everything up to `vector` as known, because a whole state contained it. */
  adopt(vector: Vector): void {
    const { have, kept } = this.#durable
    this.#growTo(vector.length)
    for (const [origin, count] of vector.entries()) {
      if (count <= have[origin]) continue
      have[origin] = count
      kept[origin].operations = []
      kept[origin].first = count + 1
    }
  }

  /** Nothing is known yet of those who have come since. */
  #growTo(members: number): void {
    const { have, kept } = this.#durable
    for (let origin = have.length; origin < members; origin++) {
      have.push(0)
      kept.push({ first: 1, operations: [] })
    }
  }

  /** What the view draws. Reads only. */
  inspect() {
    const { have, kept } = this.#durable
    return { have: have.slice(), kept: kept.map(({ operations }) => operations.length) } as const
  }
}
