import { dotOf, type SiblingSet, type SiblingVersion } from '../algorithms/clock/sibling-set.ts'
import type { HybridTimestamp } from '../algorithms/clock/hybrid-logical-clock.ts'
import { s, toSeconds, type Nanos } from '../lib/units.ts'
import type { CheckContext } from './define-invariant.ts'
import type { AcknowledgedVersion } from './version-ledger.ts'

/** Facts of storage nodes. A write has got its name, and `seen` are those that its writer had been shown. */
export interface VersionMade {
  readonly key: number
  readonly dot: number
  readonly seen: readonly number[]
}
/** A client was told that its write is done. */
export interface VersionAcknowledged {
  readonly key: number
  readonly dot: number
  readonly value: string | null
  readonly stamp: HybridTimestamp
  readonly atNanos: Nanos
}
/** A client's read was answered with these versions. */
export interface VersionsRead {
  readonly key: number
  readonly dots: readonly number[]
  readonly sinceNanos: Nanos
  /** Of the latest version, where only that is kept; else null. */
  readonly latest: HybridTimestamp | null
}

/** One storage node as checkers see it. They read only. */
interface StorageSight {
  readonly node: {
    peek(key: number): SiblingSet | null
    readonly ring: {
      readonly changing: boolean
      readonly members: readonly number[]
      placeOf(key: number): { readonly owners: readonly number[] }
    }
    readonly store: { treeWith(member: number): { readonly root: number } }
  }
}

/** All storage nodes of a run and where keys live, as the first that is up sees it. */
export class RingSight {
  readonly ids: readonly string[]
  readonly #ctx: CheckContext

  constructor(ctx: CheckContext) {
    this.#ctx = ctx
    this.ids = ctx.nodesOf('storage-node')
  }

  /** Members of the ring; none while it changes or nobody is up. */
  get members(): readonly number[] {
    const ring = this.#ring()
    return ring === null || ring.changing ? [] : ring.members
  }

  ownersOf(key: number): readonly number[] {
    return this.#ring()?.placeOf(key).owners ?? []
  }

  /** What the owners of a key hold of it. */
  heldBy(key: number): SiblingSet[] {
    return this.ownersOf(key).flatMap((owner) => this.#sight(owner).node.peek(key) ?? [])
  }

  /** The versions that readers of a key may see: what any owner holds. */
  shown(key: number): Set<number> {
    return new Set(this.heldBy(key).flatMap(({ versions }) => versions.map(dotOf)))
  }

  versionsAt(key: number, member: number): readonly SiblingVersion[] {
    return this.#sight(member).node.peek(key)?.versions ?? []
  }

  /** What a node holds of a key, as a phrase. */
  valuesAt(key: number, member: number): string {
    const values = this.versionsAt(key, member).map(({ value }) => value ?? 'a deletion')
    return values.length === 0 ? 'nothing' : values.join(' and ')
  }

  hashAt(key: number, member: number): number {
    return this.#sight(member).node.peek(key)?.hash ?? 0
  }

  rootBetween(member: number, other: number): number {
    return this.#sight(member).node.store.treeWith(other).root
  }

  isUp(member: number): boolean {
    return this.#ctx.isUp(this.ids[member])
  }

  #ring() {
    const up = this.ids.findIndex((id) => this.#ctx.isUp(id))
    return up < 0 ? null : this.#sight(up).node.ring
  }

  #sight(member: number): StorageSight {
    return this.#ctx.state(this.ids[member]) as StorageSight
  }
}

/** How long after the last fault everything must be well again. */
export const HEALED: Nanos = s(7)

/** No fault is in force, and none has been for long enough; or there has never been one. */
export function isHealed({ faulty, calmNanos, now }: CheckContext): boolean {
  return !faulty && (calmNanos >= HEALED || calmNanos === now)
}

/** Whether a parameter of all storage nodes has this value. */
export function allHave(ctx: CheckContext, param: string, value: number | string | boolean): boolean {
  return ctx.nodesOf('storage-node').every((id) => ctx.params(id)[param] === value)
}

export const inWords = ({ value, key, node, atNanos }: AcknowledgedVersion): string =>
  `${at(atNanos)}: ${node} acknowledged ${value === null ? 'the deletion' : value} of key ${key}`

export const at = (nanos: Nanos): string => `${toSeconds(nanos).toFixed(3)} s`
