import type { Dot } from '../clock/version-vector.ts'
import type { CausalContextState } from './causal-context.ts'
import { CausalContext } from './causal-context.ts'

/** Values with the write that made each, and every write heard of. A delta has the same shape. */
export interface MvRegisterState<Value> {
  readonly siblings: readonly (readonly [value: Value, dot: Dot])[]
  readonly context: CausalContextState
}

/**
 * Multi-value register: a write replaces the values that its writer had seen; writes that knew nothing of each other are
 * kept side by side, as siblings, until somebody who has seen them all writes again.
 * Paper: Shapiro et al., "A comprehensive study of convergent and commutative replicated data types" (2011), specification
 * 10; siblings as in DeCandia et al., "Dynamo" (2007); dots: Preguiça et al., "Dotted version vectors" (2010).
 * Compare: last-writer-wins register (drops one of two in silence).
 * Cost: O(siblings) a write, O(siblings + replicas) a merge. Invariant: merge is commutative, associative, idempotent; a
 * value is there exactly when no write that had seen it has arrived.
 */
export class MvRegister<Value> {
  readonly #self: number
  #siblings: (readonly [value: Value, dot: Dot])[] = []
  readonly #context: CausalContext

  constructor(options: { readonly self: number; readonly state?: MvRegisterState<Value> }) {
    this.#self = options.self
    this.#context = new CausalContext(options.state?.context)
    this.#siblings = options.state?.siblings.slice() ?? []
  }

  /** Replaces what is here, or what the writer has seen if that is less, and gives the delta to send to the others. */
  assign(value: Value, seen?: CausalContextState): MvRegisterState<Value> {
    const known = seen === undefined ? null : new CausalContext(seen)
    const replaced = this.#siblings.filter(([, dot]) => known === null || known.contains(dot))
    const dot = this.#context.next(this.#self)
    this.#siblings = this.#siblings.filter((sibling) => !replaced.includes(sibling))
    this.#siblings.push([value, dot])
    return {
      siblings: [[value, dot]],
      context: { counts: [], beyond: [...replaced.map(([, old]) => old), dot] },
    }
  }

  /** All siblings, in the order of their writers and writes, so that equal registers read equally. Empty before the first write. */
  values(): Value[] {
    return this.#sorted().map(([value]) => value)
  }

  /** What a reader has seen, to be handed back with his next write. */
  seen(): CausalContextState {
    return { counts: [], beyond: this.#siblings.map(([, dot]) => dot) }
  }

  /** Takes in a state or a delta. True when the siblings changed. */
  merge(other: MvRegisterState<Value>): boolean {
    const theirs = new CausalContext(other.context)
    const kept = this.#siblings.filter(
      ([, dot]) => !theirs.contains(dot) || other.siblings.some((sibling) => same(sibling[1], dot)),
    )
    const unseen = other.siblings.filter(([, dot]) => !this.#context.contains(dot))
    const changed = kept.length < this.#siblings.length || unseen.length > 0
    if (changed) this.#siblings = [...kept, ...unseen]
    this.#context.merge(other.context)
    return changed
  }

  /** A copy as plain data; equal registers give equal data. */
  state(): MvRegisterState<Value> {
    return { siblings: this.#sorted(), context: this.#context.state() }
  }

  /** What the view draws. Reads only. */
  inspect() {
    return this.state()
  }

  #sorted() {
    return this.#siblings.toSorted(([, a], [, b]) => a.replica - b.replica || a.sequence - b.sequence)
  }
}

function same(a: Dot, b: Dot): boolean {
  return a.replica === b.replica && a.sequence === b.sequence
}
