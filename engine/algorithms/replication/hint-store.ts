import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import { compareWrites } from '../crdt/lww-register.ts'
import type { Key } from './replica.ts'
import type { StoredVersion } from './version-store.ts'

/** By member: what it may have missed of each key. Durable, changed in place. */
export type HintsDurable<Held = StoredVersion> = Map<number, Map<Key, Held>>

/** What hints are made of. */
export interface HintKind<Held> {
  /** What is kept of two for the same key; the first one itself when the second adds nothing. */
  merge(held: Held, added: Held): Held
  /** Physical time of the write, or of the earliest of several. */
  since(held: Held): Nanos
}

/** Hints of one version: the newer one stays. */
export const VERSION_HINTS: HintKind<StoredVersion> = {
  merge: (held, added) => (compareWrites(added, held) > 0 ? added : held),
  since: ({ stamp }) => stamp.physicalNanos,
}

/**
 * Writes kept for replicas that did not confirm them, to be handed over when they are back.
 * Paper: DeCandia et al., "Dynamo" (2007), section 4.6 (hinted handoff). Compare: anti-entropy alone (slower, but does not
 * depend on the one that keeps the hint). Cost: O(1) a hint, O(hints) to tell the oldest. Invariant: a hint stays until its holder confirms that version
 * or a newer one; beyond the limit hints are dropped, and whoever adds one is told.
 */
export class HintStore<Held = StoredVersion> {
  readonly #durable: HintsDurable<Held>
  readonly #kind: HintKind<Held>
  readonly #limit: number

  /** `limit`: hints kept for one member. */
  constructor(
    options: { readonly limit: number; readonly kind: HintKind<Held> },
    durable: HintsDurable<Held>,
  ) {
    assert(Number.isInteger(options.limit) && options.limit >= 0, 'the limit of hints is a whole number')
    this.#durable = durable
    this.#kind = options.kind
    this.#limit = options.limit
  }

  /** False when it is dropped: there are as many for this member as may be kept. */
  add(member: number, key: Key, added: Held): boolean {
    let hints = this.#durable.get(member)
    if (hints === undefined) {
      hints = new Map()
      this.#durable.set(member, hints)
    }
    const held = hints.get(key)
    if (held === undefined && hints.size >= this.#limit) return false
    hints.set(key, held === undefined ? added : this.#kind.merge(held, added))
    return true
  }

  /** What is kept of a key for one member. */
  get(member: number, key: Key): Held | undefined {
    return this.#durable.get(member)?.get(key)
  }

  /** Members that hints are kept for, in no order that matters. */
  members(): IterableIterator<number> {
    return this.#durable.keys()
  }

  count(member: number): number {
    return this.#durable.get(member)?.size ?? 0
  }

  /** At most `count` hints for a member, oldest first. */
  some(member: number, count: number): (readonly [Key, Held])[] {
    const taken: (readonly [Key, Held])[] = []
    for (const entry of this.#durable.get(member) ?? []) {
      if (taken.length === count) break
      taken.push(entry)
    }
    return taken
  }

  /** Forgets hints that the member has confirmed, unless something has been added to them since. */
  confirmed(member: number, entries: readonly (readonly [Key, Held])[]): void {
    const hints = this.#durable.get(member)
    for (const [key, confirmed] of entries) {
      const held = hints?.get(key)
      if (held !== undefined && this.#kind.merge(confirmed, held) === confirmed) hints?.delete(key)
    }
  }

  /** Physical time of the oldest hint for a member, or null. Hints do not come in their order: some writes were waited for first. */
  oldestNanos(member: number): Nanos | null {
    let oldestNanos = Infinity
    for (const held of this.#durable.get(member)?.values() ?? [])
      oldestNanos = Math.min(oldestNanos, this.#kind.since(held))
    return oldestNanos === Infinity ? null : oldestNanos
  }

  /** What the view draws. Reads only. */
  inspect() {
    return {
      hints: [...this.#durable].map(([member, hints]) => ({ member, count: hints.size })),
    }
  }
}
