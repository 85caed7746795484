import type { HybridTimestamp } from '../clock/hybrid-logical-clock.ts'
import { compareWrites } from './lww-register.ts'

/** The last write of one key: a value, or a removal, which must be remembered as long as older writes may arrive. */
export type LwwMapEntry<Value> = {
  readonly stamp: HybridTimestamp
  readonly replica: number
} & ({ readonly removed: false; readonly value: Value } | { readonly removed: true })

/** Entries by key; a delta has only the changed ones. */
export type LwwMapState<Key, Value> = readonly (readonly [key: Key, entry: LwwMapEntry<Value>])[]

/**
 * Map of last-writer-wins registers, with removals kept as marked entries.
 * Paper: Shapiro et al. (2011), specification 8, per key; used so by Cassandra (Lakshman and Malik, 2010).
 * Compare: OR-set of keys with MV-registers (keeps concurrent writes instead of dropping one).
 * Cost: O(1) a write, O(entries of the other) a merge. Invariant: merge is commutative, associative, idempotent; each
 * key shows the write with the largest (timestamp, replica) of all that arrived.
 */
export class LwwMap<Key extends string | number, Value> {
  readonly #entries = new Map<Key, LwwMapEntry<Value>>()

  constructor(options: { readonly state?: LwwMapState<Key, Value> } = {}) {
    if (options.state) this.merge(options.state)
  }

  /** Writes, and gives the delta to send to the others. */
  set(stamp: HybridTimestamp, replica: number, key: Key, value: Value): LwwMapState<Key, Value> {
    return this.#write(key, { value, removed: false, stamp, replica })
  }

  /** Removes, and gives the delta. */
  remove(stamp: HybridTimestamp, replica: number, key: Key): LwwMapState<Key, Value> {
    return this.#write(key, { removed: true, stamp, replica })
  }

  get(key: Key): Value | undefined {
    const entry = this.#entries.get(key)
    return entry === undefined || entry.removed ? undefined : entry.value
  }

  /** The write that `get` shows, with its timestamp, or the removal. */
  entry(key: Key): LwwMapEntry<Value> | undefined {
    return this.#entries.get(key)
  }

  /** Takes in a state or a delta. True when anything changed. */
  merge(other: LwwMapState<Key, Value>): boolean {
    let changed = false
    for (const [key, entry] of other) {
      const mine = this.#entries.get(key)
      if (mine !== undefined && compareWrites(entry, mine) <= 0) continue
      this.#entries.set(key, entry)
      changed = true
    }
    return changed
  }

  /** All entries, removals included, as plain data, in the order in which keys were first heard of. */
  state(): LwwMapState<Key, Value> {
    return [...this.#entries]
  }

  /** Keys with values, without removals, as plain data. */
  contents(): [Key, Value][] {
    const live: [Key, Value][] = []
    for (const [key, entry] of this.#entries) if (!entry.removed) live.push([key, entry.value])
    return live
  }

  /** What the view draws. Reads only. */
  inspect() {
    const live = this.contents().length
    return { keys: live, removed: this.#entries.size - live } as const
  }

  #write(key: Key, entry: LwwMapEntry<Value>): LwwMapState<Key, Value> {
    const delta: LwwMapState<Key, Value> = [[key, entry]]
    this.merge(delta)
    return delta
  }
}
