import { INVARIANTS } from '../../../checks/catalogue.ts'
import type { AnyInvariant, CheckContext, Violation } from '../../../checks/define-invariant.ts'
import type { VersionAcknowledged, VersionMade, VersionsRead } from '../../../checks/ring-store.ts'
import type { Nanos } from '../../../lib/units.ts'
import type { StoreGroup } from './store-group.bed.ts'

/** What the key-value store promises, by the checkers that judge it in a run. */
const PROMISES = [
  'acknowledged-versions-survive',
  'replaced-versions-stay-gone',
  'replicas-agree',
  'quorum-reads-are-fresh',
] as const
export type Promised = (typeof PROMISES)[number]

interface Facts {
  'version-made': VersionMade
  'version-acknowledged': VersionAcknowledged
  'versions-read': VersionsRead
}

/** Lets the design's own checkers look at a small world: they see its nodes and hear its facts as in a run. */
export class StoreWatch implements CheckContext {
  readonly #group: StoreGroup
  readonly #checks: { readonly spec: AnyInvariant; readonly state: unknown; nextAt: Nanos }[]
  readonly #violations = new Map<string, Violation[]>()
  #faultyAt: Nanos = 0

  constructor(group: StoreGroup) {
    this.#group = group
    this.#checks = PROMISES.map((name) => {
      const spec = INVARIANTS.get(name)!
      return { spec, state: spec.start(this), nextAt: spec.everyNanos ?? Infinity }
    })
  }

  tell<Name extends keyof Facts>(name: Name, fact: Facts[Name], member: number): void {
    for (const { spec, state } of this.#checks)
      this.#note(spec, spec.on?.[name]?.(state, fact as never, nameOf(member), this))
  }

  /** To be called often: notes whether a fault is in force, and looks whenever a check wants to. */
  look(): void {
    if (this.faulty) this.#faultyAt = this.now
    for (const check of this.#checks) {
      if (this.now < check.nextAt) continue
      check.nextAt = this.now + check.spec.everyNanos!
      this.#note(check.spec, check.spec.check?.(check.state, this))
    }
  }

  /** A fault that is over as soon as it has struck. */
  struck(): void {
    this.#faultyAt = this.now
  }

  /** What was found, the sentences of the checkers themselves; of one of them, or of all. */
  says(promised?: Promised): string[] {
    const all =
      promised === undefined ? [...this.#violations.values()].flat() : this.#violations.get(promised)
    return (all ?? []).map(({ says }) => says)
  }

  /** Whether a promise could be judged. */
  hasJudged(promised: Promised): boolean {
    const { spec, state } = this.#checks.find((check) => check.spec.name === promised)!
    return spec.conclusive?.(state, this) ?? true
  }

  get now(): Nanos {
    return this.#group.now
  }
  get faulty(): boolean {
    const { nodes, cut, skewNanos, loss } = this.#group
    return (
      nodes.includes(null) || cut.some((row) => row.includes(true)) || loss > 0 || skewNanos.some(Boolean)
    )
  }
  get calmNanos(): Nanos {
    return this.faulty ? 0 : this.now - this.#faultyAt
  }
  nodesOf(kind: string): readonly string[] {
    return kind === 'storage-node' ? this.#group.members.map(nameOf) : []
  }
  nodesWith(): readonly string[] {
    return []
  }
  state(id: string): unknown {
    return { node: this.#group.nodes[memberOf(id)] }
  }
  params(id: string): Readonly<Record<string, number | string | boolean>> {
    return { quorum: this.#group.optionsOf(memberOf(id)).quorum }
  }
  isUp(id: string): boolean {
    return this.#group.nodes[memberOf(id)] !== null
  }

  #note({ name }: AnyInvariant, found: Violation | null | undefined): void {
    if (found) this.#violations.set(name, [...(this.#violations.get(name) ?? []), found])
  }
}

const nameOf = (member: number): string => `n${member}`
const memberOf = (id: string): number => Number(id.slice(1))
