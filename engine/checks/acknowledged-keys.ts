import { LatestMap } from '../lib/latest-map.ts'
import { compareTimestamps, type HybridTimestamp } from '../algorithms/clock/hybrid-logical-clock.ts'
import type { Nanos } from '../lib/units.ts'
import type { ProposedWrite, Witnessed } from './replicated-store.ts'

/** Timestamps that are remembered by the value that was written. */
const STAMPS = 10_000
const NAMED = 5

/** Families whose log gives writes their order: timestamps have none. */
const LOGS = new Set(['raft', 'paxos'])

/** The write of a log that was wanted last, of those that were acknowledged. */
interface LastLogged {
  readonly write: Witnessed
  readonly proposedAt: Nanos
}

/** What was added to a counter: how often, and the latest of it. */
interface Additions {
  count: number
  latest: Witnessed[]
}

/** What a key has lost: how many writes, and those that can be named. */
export interface KeyLoss {
  readonly count: number
  readonly writes: readonly Witnessed[]
}

const NONE: KeyLoss = { count: 0, writes: [] }

/** Of stores without a leader: what each key must at least show, by what clients were told. */
export class AcknowledgedKeys {
  readonly #newest = new Map<number, { write: Witnessed; stamp: HybridTimestamp }>()
  readonly #additions = new Map<number, Additions>()
  readonly #logged = new Map<number, LastLogged>()
  /** Of logs: when each value was wanted, and when it was acknowledged. */
  readonly #proposedAt = new LatestMap<string, Nanos>(STAMPS)
  readonly #acknowledgedAt = new LatestMap<string, Nanos>(STAMPS)
  readonly #stamps = new LatestMap<string, HybridTimestamp>(STAMPS)

  get isEmpty(): boolean {
    return this.#newest.size + this.#additions.size + this.#logged.size === 0
  }

  /** A write is wanted. Whatever was acknowledged before that is older. */
  propose({ family, value, atNanos }: ProposedWrite): void {
    if (LOGS.has(family)) this.#proposedAt.set(value, atNanos)
  }

  remember(write: Witnessed): void {
    if (write.family === 'crdt') this.#add(write)
    else if (write.stamp !== null) this.#write(write, write.stamp)
    else if (LOGS.has(write.family)) this.#log(write)
  }

  /** What a key at rest that shows `shown` must have lost. */
  lostOf(key: number, shown: unknown): KeyLoss {
    const additions = this.#additions.get(key)
    if (additions !== undefined) {
      // Additions that nobody was told of may have happened too, so this is the least.
      const there = typeof shown === 'number' ? shown : Array.isArray(shown) ? shown.length : 0
      const count = additions.count - there
      return count > 0 ? { count, writes: additions.latest } : NONE
    }
    const logged = this.#logged.get(key)
    if (logged !== undefined) return this.#lostOfLog(logged, shown)
    const newest = this.#newest.get(key)
    if (newest === undefined || shown === newest.write.value) return NONE
    if (Array.isArray(shown))
      // siblings and sets: the latest is one of them
      return shown.includes(newest.write.value) ? NONE : { count: 1, writes: [newest.write] }
    const stamp = this.#stamps.get(String(shown))
    // A write of unknown timestamp was not acknowledged, but may have happened, and later.
    if (shown !== null && (stamp === undefined || compareTimestamps(stamp, newest.stamp) >= 0)) return NONE
    return { count: 1, writes: [newest.write] }
  }

  #log(write: Witnessed): void {
    this.#acknowledgedAt.set(write.value, write.atNanos)
    const proposedAt = this.#proposedAt.get(write.value)
    if (proposedAt === undefined) return
    const last = this.#logged.get(write.key)
    if (last === undefined || proposedAt > last.proposedAt) this.#logged.set(write.key, { write, proposedAt })
  }

  /** Of writes that overlap nobody knows which is later, nor of one that was not acknowledged. */
  #lostOfLog({ write, proposedAt }: LastLogged, shown: unknown): KeyLoss {
    const shownAt = this.#acknowledgedAt.get(String(shown))
    const isOlder = shown === null || (shownAt !== undefined && shownAt < proposedAt)
    return isOlder ? { count: 1, writes: [write] } : NONE
  }

  #add(write: Witnessed): void {
    const additions = this.#additions.get(write.key) ?? { count: 0, latest: [] }
    this.#additions.set(write.key, additions)
    additions.count++
    additions.latest.push(write)
    if (additions.latest.length > NAMED) additions.latest.shift()
  }

  #write(write: Witnessed, stamp: HybridTimestamp): void {
    const newest = this.#newest.get(write.key)
    if (newest === undefined || compareTimestamps(stamp, newest.stamp) > 0)
      this.#newest.set(write.key, { write, stamp })
    this.#stamps.set(write.value, stamp)
  }
}
