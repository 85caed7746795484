import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import { compareWrites } from '../crdt/lww-register.ts'
import type { Key } from './replica.ts'
import type { KeyedVersion, StoredVersion } from './version-store.ts'

/** By member: the newest version of each key that it may have missed. Durable, changed in place. */
export type HintsDurable = Map<number, Map<Key, StoredVersion>>

/**
 * Writes kept for replicas that did not confirm them, to be handed over when they are back.
 * Paper: DeCandia et al., "Dynamo" (2007), section 4.6 (hinted handoff). Compare: anti-entropy alone (slower, but does not
 * depend on the one that keeps the hint). Cost: O(1) a hint, O(hints) to tell the oldest. Invariant: a hint stays until its holder confirms that version
 * or a newer one; beyond the limit hints are dropped and counted, never silently kept without end.
 */
export class HintStore {
  readonly #durable: HintsDurable
  readonly #limit: number
  #dropped = 0

  /** `limit`: hints kept for one member. */
  constructor(options: { readonly limit: number }, durable: HintsDurable) {
    assert(Number.isInteger(options.limit) && options.limit >= 0, 'the limit of hints is a whole number')
    this.#durable = durable
    this.#limit = options.limit
  }

  add(member: number, key: Key, version: StoredVersion): void {
    let hints = this.#durable.get(member)
    if (hints === undefined) {
      hints = new Map()
      this.#durable.set(member, hints)
    }
    const held = hints.get(key)
    if (held !== undefined && compareWrites(version, held) <= 0) return
    if (held === undefined && hints.size >= this.#limit) this.#dropped += 1
    else hints.set(key, version)
  }

  count(member: number): number {
    return this.#durable.get(member)?.size ?? 0
  }

  /** At most `count` hints for a member, oldest first. */
  some(member: number, count: number): KeyedVersion[] {
    const taken: KeyedVersion[] = []
    for (const entry of this.#durable.get(member) ?? []) {
      if (taken.length === count) break
      taken.push(entry)
    }
    return taken
  }

  /** Forgets hints that the member has confirmed, unless newer ones have taken their place. */
  confirmed(member: number, entries: readonly KeyedVersion[]): void {
    const hints = this.#durable.get(member)
    for (const [key, version] of entries) {
      const held = hints?.get(key)
      if (held !== undefined && compareWrites(held, version) <= 0) hints?.delete(key)
    }
  }

  /** Physical time of the oldest hint for a member, or null. Hints do not come in their order: some writes were waited for first. */
  oldestNanos(member: number): Nanos | null {
    let oldestNanos = Infinity
    for (const { stamp } of this.#durable.get(member)?.values() ?? [])
      oldestNanos = Math.min(oldestNanos, stamp.physicalNanos)
    return oldestNanos === Infinity ? null : oldestNanos
  }

  /** What the view draws. Reads only. */
  inspect() {
    return {
      hints: [...this.#durable].map(([member, hints]) => ({ member, count: hints.size })),
      dropped: this.#dropped,
    }
  }
}
