import type { Nanos } from '../../../lib/units.ts'
import { NO_SIBLINGS, type SiblingSet } from '../../clock/sibling-set.ts'
import { setBytes } from './set-codec.ts'
import { standIns, type StoreParts } from './store-parts.ts'

interface PendingRead {
  readonly requestId: number
  readonly key: number
  readonly startedAt: Nanos
  readonly asked: readonly number[]
  /** By place among those asked: the hash of what he holds, as far as is known, and of what he was sent. */
  readonly holds: number[]
  readonly sent: number[]
  merged: SiblingSet
  /** How many have answered, and how many of them count. */
  heard: number
  answers: number
  state: 'asking' | 'writing-back' | 'answered'
}

/**
 * Coordinates reads: asks all who should hold the key, answers what the first R of them know together, and sends it to those who
 * knew less.
 * Paper: DeCandia et al., "Dynamo" (2007), section 4.5, 5 (read repair); writing back before the answer as in Attiya, Bar-Noy and
 * Dolev, "Sharing memory robustly in message-passing systems" (1995). Compare: reading one replica.
 * Cost: N questions and answers a read. Invariant: an answer holds every version that any of R nodes held and no other node has
 * seen replaced; every request is answered once.
 */
export class ReadCoordinator {
  readonly #parts: StoreParts
  readonly #pending = new Map<number, PendingRead>()

  constructor(parts: StoreParts) {
    this.#parts = parts
  }

  get pending(): number {
    return this.#pending.size
  }

  get(elapsed: Nanos, requestId: number, key: number): void {
    const { options, outbox, ring, membership } = this.#parts
    const { owners } = ring.placeOf(key)
    const alive = owners.filter((member) => membership.isAlive(elapsed, member))
    if (alive.length < owners.length)
      alive.push(...standIns(this.#parts, elapsed, key).slice(0, owners.length - alive.length))
    if (alive.length < options.readQuorum)
      return outbox.answer({ requestId, type: 'get-failed', failure: 'unreachable' })
    this.#parts.nextTag += 1
    const tag = this.#parts.nextTag
    this.#pending.set(tag, {
      requestId,
      key,
      startedAt: elapsed,
      asked: alive,
      holds: alive.map(() => NOT_KNOWN),
      sent: alive.map(() => NOT_KNOWN),
      merged: NO_SIBLINGS,
      heard: 0,
      answers: 0,
      state: 'asking',
    })
    for (const member of alive) outbox.send(member, { type: 'fetch', tag, key })
  }

  /** One who is refilling tells what he holds, so that he can be repaired, and does not count. */
  fetched(from: number, tag: number, set: SiblingSet, refilling: boolean): void {
    const { options } = this.#parts
    const pending = this.#pending.get(tag)
    if (pending === undefined) return
    const place = pending.asked.indexOf(from)
    if (place < 0 || pending.holds[place] !== NOT_KNOWN) return
    pending.heard += 1
    if (!refilling) pending.answers += 1
    pending.holds[place] = set.hash
    pending.merged = options.rules.merge(pending.merged, set)
    if (pending.state === 'asking' && pending.answers >= options.readQuorum) {
      if (options.writeBack) pending.state = 'writing-back'
      else this.#answer(pending)
    }
    if (pending.state === 'writing-back') this.#repair(pending, tag)
    else if (pending.state === 'answered' && options.readRepair) this.#repair(pending, 0)
    this.#settle(tag, pending)
  }

  /**
   * A node has on disk what it was sent before the answer. It may have been sent more since, and that counts when it is confirmed: taken
   * for held too early, a version would be answered that the next quorum need not know.
   */
  stored(from: number, tag: number, hash: number): void {
    const pending = this.#pending.get(tag)
    if (pending === undefined) return
    const place = pending.asked.indexOf(from)
    if (pending.sent[place] !== hash) return
    pending.holds[place] = hash
    this.#settle(tag, pending)
  }

  tick(elapsed: Nanos): void {
    for (const [tag, pending] of this.#pending) {
      if (elapsed - pending.startedAt < this.#parts.options.requestTimeoutNanos) break
      const { requestId } = pending
      if (pending.state !== 'answered')
        this.#parts.outbox.answer({ requestId, type: 'get-failed', failure: 'no-quorum' })
      this.#pending.delete(tag)
    }
  }

  /** What a node that holds something else is sent. */
  protected repairWith(merged: SiblingSet): SiblingSet {
    return merged
  }

  #settle(tag: number, pending: PendingRead): void {
    if (pending.state === 'writing-back') {
      let holders = 0
      for (const hash of pending.holds) if (hash === pending.merged.hash) holders += 1
      if (holders >= this.#parts.options.writeQuorum || pending.merged === NO_SIBLINGS) this.#answer(pending)
    }
    if (pending.state === 'answered' && pending.heard === pending.asked.length) this.#pending.delete(tag)
  }

  #answer(pending: PendingRead): void {
    pending.state = 'answered'
    this.#parts.outbox.answer({ requestId: pending.requestId, type: 'get', set: pending.merged })
  }

  /** Sends what is known now to those who are behind. Tag 0: nobody waits for them. */
  #repair({ key, asked, holds, sent, merged }: PendingRead, tag: number): void {
    const { outbox, options, tally, ring } = this.#parts
    if (merged === NO_SIBLINGS) return
    for (const [place, member] of asked.entries()) {
      const isCurrent = holds[place] === merged.hash || sent[place] === merged.hash
      if (isCurrent || holds[place] === NOT_KNOWN || !ring.placeOf(key).owners.includes(member)) continue
      const sizeBytes = setBytes(merged, options.valueBytes)
      sent[place] = merged.hash
      tally.readRepairs += 1
      tally.repairBytes += sizeBytes
      outbox.send(member, { type: 'store', tag, key, set: this.repairWith(merged), hintFor: -1 }, sizeBytes)
    }
  }
}

/** No hash is negative. */
const NOT_KNOWN = -1
