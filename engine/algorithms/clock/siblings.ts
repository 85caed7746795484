import type { Vector } from './vector-clock.ts'
import type { Dot } from './version-vector.ts'
import { VersionVector } from './version-vector.ts'

/** One surviving value and the update that wrote it. */
export interface Sibling<Value> extends Dot {
  readonly value: Value
}

/** A whole copy as plain data: what replicas send to each other, and what a reader gets (its `context`). */
export interface SiblingsState<Value> {
  readonly context: Vector
  readonly siblings: readonly Sibling<Value>[]
}

/**
 * The values of one key that nobody has yet overwritten knowingly: one after ordinary writes, several ("siblings")
 * after concurrent ones. A writer hands back the context it read; what that context covers is replaced, the rest stays.
 * Paper: Preguiça, Baquero, Almeida, Fonte and Gonçalves, "Dotted version vectors" (2010/2012).
 * Compare: last writer wins (drops one of two concurrent writes), plain version vectors (two clients writing through one
 * replica look ordered when they are not, which the dot repairs).
 * Cost: O(siblings + replicas) a write or merge. Invariant: a value disappears only when a write that had seen it arrives;
 * merge is commutative, associative and idempotent.
 */
export class Siblings<Value> {
  #siblings: Sibling<Value>[]
  readonly #context: VersionVector

  constructor(state: SiblingsState<Value> = { context: [], siblings: [] }) {
    this.#siblings = state.siblings.slice()
    this.#context = new VersionVector({ counts: state.context })
  }

  /** Writes at `replica`, replacing what the writer's `context` (from its last read) covers. */
  write(replica: number, context: Vector, value: Value): void {
    const seen = new VersionVector({ counts: context })
    this.#context.merge(context)
    const dot = this.#context.update(replica)
    this.#siblings = this.#siblings.filter((sibling) => !seen.contains(sibling))
    this.#siblings.push({ ...dot, value })
    this.#siblings.sort(byDot)
  }

  /** Takes in another copy. True when anything changed. */
  merge(other: SiblingsState<Value>): boolean {
    const before = this.#context.compare(other.context)
    if (before === 'equal' || before === 'after') return false
    const theirs = new VersionVector({ counts: other.context })
    const kept = this.#siblings.filter((mine) => !theirs.contains(mine) || other.siblings.some(sameDot(mine)))
    for (const sibling of other.siblings) if (!this.#context.contains(sibling)) kept.push(sibling)
    this.#siblings = kept.sort(byDot)
    this.#context.merge(other.context)
    return true
  }

  /** The surviving values, in the order of their dots, so that equal copies read equally. */
  values(): Value[] {
    return this.#siblings.map((sibling) => sibling.value)
  }

  /** A copy as plain data. */
  state(): SiblingsState<Value> {
    return { context: this.#context.counts(), siblings: this.#siblings.slice() }
  }

  /** What the view draws. Reads only. */
  inspect() {
    return this.state()
  }
}

const byDot = (a: Dot, b: Dot): number => a.replica - b.replica || a.sequence - b.sequence

const sameDot = (a: Dot) => (b: Dot) => a.replica === b.replica && a.sequence === b.sequence
