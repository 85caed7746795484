import { assert } from '../../lib/assert.ts'
import type { HybridTimestamp } from '../clock/hybrid-logical-clock.ts'
import { ZERO_TIMESTAMP } from '../clock/hybrid-logical-clock.ts'
import type { Key, Value } from './replica.ts'
import { StoredValues, type StoredValue } from './stored-values.ts'

/** One entry of the log. The first entry of each epoch has no key: it only marks that a leader took over. */
export interface LogEntry {
  readonly index: number
  readonly epoch: number
  readonly key: Key | null
  readonly value: Value
  readonly stamp: HybridTimestamp
}

/** Where an epoch begins in the log; kept for ever, so that logs can be compared below what they still hold. */
export interface EpochStart {
  readonly epoch: number
  readonly firstIndex: number
}

/** The shape of a log without its entries: enough to find where two logs part. */
export interface LogOutline {
  /** Below this the log cannot be taken back. */
  readonly baseIndex: number
  readonly lastIndex: number
  readonly epochStarts: readonly EpochStart[]
}

/** Everything up to an index, folded into values: what a replica gets that is too far behind for the log. */
export interface LogSnapshot {
  readonly baseIndex: number
  readonly epochStarts: readonly EpochStart[]
  readonly values: readonly (readonly [Key, StoredValue])[]
}

/** The part that survives a crash. Changed in place. */
export interface ShippedLogDurable {
  baseIndex: number
  baseStamp: HybridTimestamp
  base: Map<Key, StoredValue>
  epochStarts: EpochStart[]
  entries: LogEntry[]
}

/**
 * The log that a leader ships, with the values that its committed part makes, and a base into which its oldest part is
 * folded once nobody needs it.
 * Paper: Ongaro and Ousterhout, "In search of an understandable consensus algorithm" (2014), sections 5.3 and 7; epoch
 * starts as in Apache Kafka's KIP-101. Compare: shipping whole states (no order, no positions to wait for).
 * Cost: O(1) amortised an entry; a truncation below the commit index rebuilds the values. Invariant: indexes have no gap,
 * epochs never fall along the log; readable values are exactly those of the base and the entries up to the commit index.
 */
export class ShippedLog {
  readonly #durable: ShippedLogDurable
  #values: StoredValues
  #commitIndex: number

  /** A log that holds nothing but `initial` values, which all replicas must be given alike. */
  static durable(initial: Iterable<readonly [Key, Value]> = []): ShippedLogDurable {
    const base = new Map<Key, StoredValue>()
    for (const [key, value] of initial) base.set(key, { value, stamp: ZERO_TIMESTAMP })
    return { baseIndex: 0, baseStamp: ZERO_TIMESTAMP, base, epochStarts: [], entries: [] }
  }

  constructor(durable: ShippedLogDurable) {
    this.#durable = durable
    this.#values = new StoredValues(durable.base)
    this.#commitIndex = durable.baseIndex
  }

  /** Everything readable, by key. Not to be changed. */
  get values(): ReadonlyMap<Key, StoredValue> & { readonly present: number } {
    return this.#values
  }

  get baseIndex(): number {
    return this.#durable.baseIndex
  }

  get lastIndex(): number {
    return this.#durable.baseIndex + this.#durable.entries.length
  }

  get lastEpoch(): number {
    return this.#durable.epochStarts.at(-1)?.epoch ?? 0
  }

  /** Timestamp of the newest entry held or folded. */
  get lastStamp(): HybridTimestamp {
    return this.#durable.entries.at(-1)?.stamp ?? this.#durable.baseStamp
  }

  get commitIndex(): number {
    return this.#commitIndex
  }

  /** The epoch of the entry at `index`, also below the base; 0 for index 0, -1 beyond the end. */
  epochAt(index: number): number {
    if (index === 0) return 0
    if (index > this.lastIndex) return -1
    const starts = this.#durable.epochStarts
    for (let i = starts.length - 1; i >= 0; i--) if (starts[i].firstIndex <= index) return starts[i].epoch
    return 0
  }

  /** Whether this log is newer than one that ends with an entry of that epoch and index. */
  isNewerThan(lastEpoch: number, lastIndex: number): boolean {
    return this.lastEpoch === lastEpoch ? this.lastIndex > lastIndex : this.lastEpoch > lastEpoch
  }

  /** The entry at `index`, or undefined when it is folded into the base or beyond the end. */
  entry(index: number): LogEntry | undefined {
    return this.#durable.entries[index - this.#durable.baseIndex - 1]
  }

  /** Entries from `fromIndex`, at most `count`; the first must not be folded. */
  slice(fromIndex: number, count: number): LogEntry[] {
    const start = fromIndex - this.#durable.baseIndex - 1
    assert(start >= 0, 'entries folded into the base cannot be shipped one by one')
    return this.#durable.entries.slice(start, start + count)
  }

  append(entry: LogEntry): void {
    assert(entry.index === this.lastIndex + 1, 'a log has no gap')
    assert(entry.epoch >= this.lastEpoch, 'epochs never fall along the log')
    if (entry.epoch > this.lastEpoch) {
      this.#durable.epochStarts.push({ epoch: entry.epoch, firstIndex: entry.index })
    }
    this.#durable.entries.push(entry)
  }

  /** Drops the entries from `index` on, committed or not, and gives them back. */
  truncateFrom(index: number): LogEntry[] {
    assert(index > this.#durable.baseIndex, 'the base cannot be truncated')
    const dropped = this.#durable.entries.splice(index - this.#durable.baseIndex - 1)
    while ((this.#durable.epochStarts.at(-1)?.firstIndex ?? 0) >= index) this.#durable.epochStarts.pop()
    if (this.#commitIndex >= index) {
      this.#values = new StoredValues(this.#durable.base)
      this.#commitIndex = this.#durable.baseIndex
      this.commit(index - 1)
    }
    return dropped
  }

  /** Makes the entries up to `index` readable; a smaller index than before, or beyond the end, is taken as far as it goes. */
  commit(index: number): void {
    const target = Math.min(index, this.lastIndex)
    while (this.#commitIndex < target) {
      this.#commitIndex += 1
      const entry = this.#durable.entries[this.#commitIndex - this.#durable.baseIndex - 1]
      if (entry.key !== null) this.#values.set(entry.key, { value: entry.value, stamp: entry.stamp })
    }
  }

  /**
   * Folds into the base what is committed and either held by all members or older than the `retainEntries` newest;
   * a thousand at a time, because taking entries from the front of a list moves all others.
   */
  compact(heldByAll: number, retainEntries: number): void {
    const index = Math.min(Math.max(heldByAll, this.lastIndex - retainEntries), this.#commitIndex)
    if (index - this.#durable.baseIndex >= Math.min(COMPACT_ENTRIES, retainEntries)) this.#fold(index)
  }

  /** The base as plain data, to send. */
  snapshot(): LogSnapshot {
    const { baseIndex, epochStarts, base } = this.#durable
    return {
      baseIndex,
      epochStarts: epochStarts.filter((start) => start.firstIndex <= baseIndex),
      values: [...base],
    }
  }

  /** Replaces everything by a snapshot. */
  install(snapshot: LogSnapshot): void {
    const durable = this.#durable
    durable.baseIndex = snapshot.baseIndex
    durable.base = new Map(snapshot.values)
    durable.epochStarts = snapshot.epochStarts.slice()
    durable.entries = []
    for (const [, stored] of snapshot.values) {
      if (stored.stamp.physicalNanos > durable.baseStamp.physicalNanos) durable.baseStamp = stored.stamp
    }
    this.#values = new StoredValues(durable.base)
    this.#commitIndex = snapshot.baseIndex
  }

  outline(): LogOutline {
    const { baseIndex, epochStarts } = this.#durable
    return { baseIndex, lastIndex: this.lastIndex, epochStarts: epochStarts.slice() }
  }

  /** The last index up to which this log and another surely agree. */
  agreesUpTo(other: Pick<LogOutline, 'lastIndex' | 'epochStarts'>): number {
    let agreed = Math.min(this.lastIndex, other.lastIndex)
    const mine = this.#durable.epochStarts
    const starts = other.epochStarts
    for (let i = 0; i < Math.max(mine.length, starts.length); i++) {
      if (mine[i]?.epoch === starts[i]?.epoch && mine[i]?.firstIndex === starts[i]?.firstIndex) continue
      agreed = Math.min(
        agreed,
        (mine[i]?.firstIndex ?? Infinity) - 1,
        (starts[i]?.firstIndex ?? Infinity) - 1,
      )
      break
    }
    return agreed
  }

  read(key: Key): StoredValue | undefined {
    return this.#values.get(key)
  }

  /** All readable values; the order means nothing. */
  contents(): [Key, StoredValue][] {
    return [...this.#values]
  }

  /** What the view draws. Reads only. */
  inspect() {
    const { baseIndex, lastIndex, lastEpoch, commitIndex } = this
    return {
      baseIndex,
      lastIndex,
      lastEpoch,
      commitIndex,
      epochStarts: this.#durable.epochStarts.slice(),
    } as const
  }

  #fold(index: number): void {
    const count = index - this.#durable.baseIndex
    for (const { key, value, stamp } of this.#durable.entries.splice(0, count)) {
      if (key !== null) this.#durable.base.set(key, { value, stamp })
      this.#durable.baseStamp = stamp
    }
    this.#durable.baseIndex = index
  }
}

const COMPACT_ENTRIES = 1_024
