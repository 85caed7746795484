import type { Nanos } from '../../../lib/units.ts'
import {
  compareTimestamps,
  type HybridLogicalClock,
  type HybridTimestamp,
} from '../../clock/hybrid-logical-clock.ts'
import { latestOf, NO_SIBLINGS, type SiblingSet, type SiblingVersion } from '../../clock/sibling-set.ts'
import { countOf } from '../../clock/sparse-vector.ts'
import { UNREACHABLE, type PutResult, type SeenContext, type StoreMessage, type Wish } from './messages.ts'
import type { ReplicaStore } from './replica-store.ts'
import { setBytes } from './set-codec.ts'
import { standIns, type StoreParts } from './store-parts.ts'

/** Who wants to know how a write ended: a client of this node, or another node that asked on behalf of one. */
export type Origin = { readonly requestId: number } | { readonly from: number; readonly tag: number }

/** By the node's steady clock and by the one that tells the time. */
interface Instant {
  readonly elapsed: Nanos
  readonly now: Nanos
}

/** Whom a write is sent to, and for whom: -1 for himself, else he stands in. */
interface Target {
  readonly member: number
  readonly hintFor: number
}

interface PendingWrite {
  readonly origin: Origin
  readonly key: number
  readonly version: SiblingVersion
  readonly set: SiblingSet
  /** Confirmations that are needed. */
  readonly needed: number
  readonly targets: Target[]
  readonly waitingFor: number[]
  readonly startedAt: Nanos
  confirmed: number
  answered: boolean
  stoodIn: boolean
}

/**
 * Coordinates writes: makes a new version, sends it to the owners of its key or to those who stand in for them, and answers when
 * enough have it on disk.
 * Paper: DeCandia et al., "Dynamo" (2007), sections 4.5 and 4.6 (sloppy quorum, hinted handoff). Compare: a leader that orders all
 * writes of a key; a strict quorum (never answers without a majority of the owners).
 * Cost: N messages and as many confirmations a write. Invariant: a write is acknowledged only when W nodes have it on disk, each for
 * itself or for an owner; every request is answered once.
 */
export class WriteCoordinator {
  readonly #parts: StoreParts
  readonly #store: ReplicaStore
  readonly #clock: HybridLogicalClock
  readonly #pending = new Map<number, PendingWrite>()

  constructor(parts: StoreParts, store: ReplicaStore, clock: HybridLogicalClock) {
    this.#parts = parts
    this.#store = store
    this.#clock = clock
  }

  get pending(): number {
    return this.#pending.size
  }

  /** Whether this node may coordinate: it holds the key, or would stand in for an owner. */
  coordinate({ elapsed, now }: Instant, origin: Origin, { key, value, seen, stamp }: Wish): void {
    const { options, durable, outbox, ring } = this.#parts
    const targets = this.#targets(elapsed, key)
    const needed = options.writeQuorum + ring.placeOf(key).pending.length
    const mine = targets.find(({ member }) => member === options.self)
    if (targets.length < needed || mine === undefined) return this.#finish(origin, UNREACHABLE)
    durable.sequence += 1
    const held = mine.hintFor < 0 ? this.#store.get(key) : (this.#hinted(key) ?? NO_SIBLINGS)
    const { actor, sequence } = durable
    const version = { actor, sequence, value, stamp: this.#stampAfter(held, seen, stamp, now) }
    outbox.notice({ type: 'version-made', key, version, dots: seen.dots })
    const set = options.rules.write(held, seen.vector, version)
    this.#parts.nextTag += 1
    const tag = this.#parts.nextTag
    const waitingFor = targets.map(({ member }) => member)
    const progress = { startedAt: elapsed, confirmed: 0, answered: false, stoodIn: false }
    this.#pending.set(tag, { origin, key, version, set, needed, targets, waitingFor, ...progress })
    if (mine.hintFor < 0) this.#store.keep(key, set)
    else this.keepHint(mine.hintFor, key, set)
    outbox.send(options.self, { type: 'stored', tag, hash: set.hash }, 0, true)
    for (const target of targets) if (target !== mine) this.#send(target, tag, key, set)
  }

  /** A node has the version on disk. */
  stored(from: number, tag: number): void {
    const pending = this.#pending.get(tag)
    const place = pending === undefined ? -1 : pending.waitingFor.indexOf(from)
    if (pending === undefined || place < 0) return
    pending.waitingFor.splice(place, 1)
    pending.confirmed += 1
    if (!pending.answered && pending.confirmed >= pending.needed) {
      pending.answered = true
      this.#finish(pending.origin, { ok: true, version: pending.version })
    }
    if (pending.waitingFor.length === 0) this.#pending.delete(tag)
  }

  /** What is kept of a key for whoever is away: this node stands in for owners of it. */
  hintedFor(key: number): SiblingSet | null {
    return this.#hinted(key)
  }

  /** Takes what another coordinator sends, for this node or for who is away. */
  keep(now: Nanos, from: number, { tag, key, set, hintFor }: Extract<StoreMessage, { type: 'store' }>): void {
    const { outbox, options } = this.#parts
    if (hintFor < 0 || hintFor === options.self) this.#store.merge(now, key, set)
    else this.keepHint(hintFor, key, set)
    if (tag !== 0) outbox.send(from, { type: 'stored', tag, hash: set.hash }, 0, true)
  }

  keepHint(member: number, key: number, set: SiblingSet): void {
    this.#parts.hints.add(member, key, set)
    this.#parts.tally.hintsKept += 1
  }

  /** Finds others for owners that are silent, and gives up on what has waited too long. */
  tick(elapsed: Nanos): void {
    const { requestTimeoutNanos, patienceNanos } = this.#parts.options
    for (const [tag, pending] of this.#pending) {
      const waited = elapsed - pending.startedAt
      if (waited < patienceNanos) break
      if (!pending.stoodIn) this.#standIn(elapsed, tag, pending)
      if (waited < requestTimeoutNanos) continue
      if (!pending.answered) this.#finish(pending.origin, { ok: false, failure: 'no-quorum' })
      for (const { member, hintFor } of pending.targets)
        if (pending.waitingFor.includes(member)) this.#keepFor(hintFor < 0 ? member : hintFor, pending)
      this.#pending.delete(tag)
    }
  }

  /** Owners that are alive, each missing one replaced by the next member that is, and whoever is about to become an owner. */
  #targets(elapsed: Nanos, key: number): Target[] {
    const { ring, membership } = this.#parts
    const { owners, pending } = ring.placeOf(key)
    const targets: Target[] = []
    let others: number[] | null = null
    for (const owner of owners) {
      if (membership.isAlive(elapsed, owner)) {
        targets.push({ member: owner, hintFor: -1 })
        continue
      }
      others ??= standIns(this.#parts, elapsed, key)
      if (others.length > 0) targets.push({ member: others.shift()!, hintFor: owner })
    }
    if (pending.length === 0) return targets
    const used = new Set(targets.map(({ member }) => member))
    for (const member of pending)
      if (membership.isAlive(elapsed, member) && !used.has(member)) targets.push({ member, hintFor: -1 })
    return targets
  }

  /** Whoever has not confirmed by now is taken for away: another keeps it for him. */
  #standIn(elapsed: Nanos, tag: number, pending: PendingWrite): void {
    pending.stoodIn = true
    const used = new Set(pending.targets.map(({ member }) => member))
    const others = standIns(this.#parts, elapsed, pending.key).filter((member) => !used.has(member))
    const { owners } = this.#parts.ring.placeOf(pending.key)
    const silent = pending.targets.filter(({ member }) => pending.waitingFor.includes(member))
    const missed = silent.map(({ member, hintFor }) => (hintFor < 0 ? member : hintFor))
    const skipped = owners.filter(
      (owner) => !pending.targets.some((t) => t.member === owner || t.hintFor === owner),
    )
    for (const owner of [...missed, ...skipped]) {
      const member = others.shift()
      if (member === undefined) {
        this.#keepFor(owner, pending)
        continue
      }
      const target = { member, hintFor: owner }
      pending.targets.push(target)
      pending.waitingFor.push(member)
      this.#send(target, tag, pending.key, pending.set)
    }
  }

  /** Whoever has not confirmed, and nobody stands in for, gets it later from here. */
  #keepFor(owner: number, { key, set }: PendingWrite): void {
    if (owner !== this.#parts.options.self) this.keepHint(owner, key, set)
  }

  #send({ member, hintFor }: Target, tag: number, key: number, set: SiblingSet): void {
    const { outbox, options } = this.#parts
    outbox.send(member, { type: 'store', tag, key, set, hintFor }, setBytes(set, options.valueBytes))
  }

  #finish(origin: Origin, result: PutResult): void {
    const { outbox } = this.#parts
    if ('requestId' in origin) outbox.answer({ requestId: origin.requestId, type: 'put', result })
    else outbox.send(origin.from, { type: 'put-done', tag: origin.tag, result })
  }

  #hinted(key: number): SiblingSet | null {
    const { hints, options } = this.#parts
    let held: SiblingSet | null = null
    for (const member of hints.members()) {
      const set = hints.get(member, key)
      if (set !== undefined) held = held === null ? set : options.rules.merge(held, set)
    }
    return held
  }

  /** With hybrid stamps a write is later than what its writer had seen, whichever clock that came from. */
  #stampAfter(
    { versions }: SiblingSet,
    { vector }: SeenContext,
    stamp: HybridTimestamp,
    now: Nanos,
  ): HybridTimestamp {
    if (this.#parts.options.stamps !== 'hybrid') return stamp
    const replaced = versions.filter(({ actor, sequence }) => countOf(vector, actor) >= sequence)
    const latest = latestOf(replaced)?.stamp
    const isAfter = latest === undefined || compareTimestamps(stamp, latest) > 0
    const after = isAfter ? stamp : { ...latest, counter: latest.counter + 1 }
    this.#clock.observe(now, after)
    return after
  }
}
