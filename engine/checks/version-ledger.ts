import { compareTimestamps, type HybridTimestamp } from '../algorithms/clock/hybrid-logical-clock.ts'
import type { Nanos } from '../lib/units.ts'
import { LatestMap } from '../lib/latest-map.ts'

/** So many replaced writes are remembered: what comes back comes within minutes. */
const REPLACED_KEPT = 20_000

/** A write that a client was told is done. */
export interface AcknowledgedVersion {
  readonly key: number
  /** Names the write; no other has this. */
  readonly dot: number
  /** null: a deletion. */
  readonly value: string | null
  readonly stamp: HybridTimestamp
  readonly node: string
  readonly atNanos: Nanos
}

interface KeyLedger {
  /** Acknowledged, and not replaced by anybody who had seen it. */
  readonly standing: Map<number, AcknowledgedVersion>
  /** What writers had seen, by the write that is not acknowledged yet. */
  readonly seenBy: Map<number, readonly number[]>
}

/** Of each key: which writes were acknowledged, and which of them their successors had seen. What a store must still know follows from it. */
export class VersionLedger {
  readonly #keys = new Map<number, KeyLedger>()
  /** Replaced by a write whose writer had seen it, acknowledged or not. */
  readonly #replaced = new LatestMap<number, true>(REPLACED_KEPT)
  /** Replaced by one that was acknowledged: must never be seen again. By what. */
  readonly #gone = new LatestMap<number, AcknowledgedVersion>(REPLACED_KEPT)

  keys(): IterableIterator<number> {
    return this.#keys.keys()
  }

  /** A write has got its name; `seen` are the writes that its writer had been shown. */
  made(key: number, dot: number, seen: readonly number[]): void {
    const ledger = this.#of(key)
    ledger.seenBy.set(dot, seen)
    for (const older of seen) {
      this.#replaced.set(older, true)
      ledger.standing.delete(older)
    }
  }

  acknowledged(version: AcknowledgedVersion): void {
    const ledger = this.#of(version.key)
    if (!this.#replaced.has(version.dot)) ledger.standing.set(version.dot, version)
    for (const older of ledger.seenBy.get(version.dot) ?? []) this.#gone.set(older, version)
    ledger.seenBy.delete(version.dot)
  }

  /** Acknowledged writes that are neither shown nor replaced by anybody who had seen them. A deletion need not be remembered. */
  lost(key: number, shown: ReadonlySet<number>): AcknowledgedVersion[] {
    const standing = [...(this.#keys.get(key)?.standing.values() ?? [])]
    return standing.filter(({ dot, value }) => value !== null && !shown.has(dot))
  }

  /** What replaced a write that is shown all the same, if its replacement was acknowledged. */
  replacementOf(key: number, dot: number): AcknowledgedVersion | null {
    const by = this.#gone.get(dot)
    return by?.key === key ? by : null
  }

  /** A write acknowledged before `since` that an answer should have shown, or its replacement; `latest`: only the latest timestamp is ever shown. */
  missed(
    key: number,
    shown: readonly number[],
    since: Nanos,
    latest: HybridTimestamp | null,
  ): AcknowledgedVersion | null {
    const ledger = this.#keys.get(key)
    if (ledger === undefined) return null
    for (const version of ledger.standing.values()) {
      // A deletion need not be shown; what it has deleted must not be.
      if (version.value === null || version.atNanos >= since || shown.includes(version.dot)) continue
      if (latest === null || compareTimestamps(version.stamp, latest) > 0) return version
    }
    for (const dot of shown) {
      const by = this.#gone.get(dot)
      if (by !== undefined && by.value === null && by.atNanos < since) return by
    }
    return null
  }

  #of(key: number): KeyLedger {
    let ledger = this.#keys.get(key)
    if (ledger === undefined) {
      ledger = { standing: new Map(), seenBy: new Map() }
      this.#keys.set(key, ledger)
    }
    return ledger
  }
}
