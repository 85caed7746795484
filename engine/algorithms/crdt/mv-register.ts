import type { SiblingsState } from '../clock/siblings.ts'
import { Siblings } from '../clock/siblings.ts'
import type { Vector } from '../clock/vector-clock.ts'

/**
 * Multi-value register: a write replaces what its writer had read; concurrent writes are all kept, for a person or a
 * program to settle.
 * Paper: DeCandia et al., "Dynamo" (2007), section 4.4; Shapiro et al. (2011), specification 10; kept with dotted version
 * vectors (Preguiça et al. 2012). Compare: LWW-register (keeps one, drops the other in silence).
 * Cost: O(siblings + replicas). Invariant: merge is commutative, associative, idempotent; no write is lost unless a
 * later write had read it.
 */
export class MvRegister<Value> {
  readonly #self: number
  readonly #siblings: Siblings<Value>

  constructor(options: { readonly self: number; readonly state?: SiblingsState<Value> }) {
    this.#self = options.self
    this.#siblings = new Siblings<Value>(options.state)
  }

  /** Writes over everything visible here, or only over what `context` (from an earlier read) covers. Gives the state. */
  write(value: Value, context: Vector = this.#siblings.state().context): SiblingsState<Value> {
    this.#siblings.write(this.#self, context, value)
    return this.#siblings.state()
  }

  /** All concurrent values, none when never written, and the context that a writer hands back. */
  read(): { readonly values: readonly Value[]; readonly context: Vector } {
    return { values: this.#siblings.values(), context: this.#siblings.state().context }
  }

  /** Takes in another copy. True when anything changed. */
  merge(other: SiblingsState<Value>): boolean {
    return this.#siblings.merge(other)
  }

  /** A copy as plain data. */
  state(): SiblingsState<Value> {
    return this.#siblings.state()
  }

  /** What the view draws. Reads only. */
  inspect() {
    return this.#siblings.inspect()
  }
}
