import type { Nanos } from '../lib/units.ts'
import type { AnyInvariant, CheckContext, Violation } from './define-invariant.ts'

/** Feeds an invariant with facts by hand: what tests and planted bugs stand on. */
export class Feed implements CheckContext {
  now: Nanos = 0
  faulty = false
  calmNanos: Nanos = Infinity
  first: Violation | null = null
  evaluated = 0
  readonly #invariant: AnyInvariant
  readonly #state: unknown

  constructor(invariant: AnyInvariant) {
    this.#invariant = invariant
    this.#state = invariant.start(this)
  }

  /** What `node` tells now; returns this, so that facts can be chained. */
  tell(name: string, fact: object, node = 'node'): this {
    this.#note(this.#invariant.on?.[name]?.(this.#state, fact as never, node, this))
    return this
  }

  /** The periodic look, now. */
  look(): this {
    this.#note(this.#invariant.check?.(this.#state, this))
    return this
  }

  /** The first violation's sentence; null when there was none. */
  get says(): string | null {
    return this.first?.says ?? null
  }

  get conclusive(): boolean {
    return this.#invariant.conclusive?.(this.#state, this) ?? this.evaluated > 0
  }

  nodesWith(): readonly string[] {
    return []
  }
  nodesOf(): readonly string[] {
    return []
  }
  state(): unknown {
    return null
  }
  params(): Readonly<Record<string, never>> {
    return {}
  }
  isUp(): boolean {
    return true
  }

  #note(found: Violation | null | undefined): void {
    if (found === undefined) return
    this.evaluated++
    if (found !== null) this.first ??= found
  }
}
