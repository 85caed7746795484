import type { Nanos } from '../../../lib/units.ts'
import { NO_SIBLINGS, type SiblingSet } from '../../clock/sibling-set.ts'
import type { StoreFailure } from './messages.ts'
import { setBytes } from './set-codec.ts'
import { standIns, type StoreParts } from './store-parts.ts'

/** Who is asked, and for which owner he stands in: -1 for himself. */
interface Asked {
  readonly member: number
  readonly hintFor: number
}

/** Takes what is held, or why that is not known. */
type Done = (held: SiblingSet | StoreFailure) => void

interface PendingRead {
  readonly done: Done
  readonly writeBack: boolean
  readonly key: number
  readonly startedAt: Nanos
  readonly asked: readonly Asked[]
  /** By place among those asked: the hash of what he holds, as far as is known, and of what he was sent. */
  readonly holds: number[]
  readonly sent: number[]
  merged: SiblingSet
  /** How many have answered, and how many of them count: at once, or when there is nobody better to wait for. */
  heard: number
  answers: number
  standIns: number
  state: 'asking' | 'writing-back' | 'answered'
}

/**
 * Coordinates reads: asks all who should hold the key, answers what the first R of them know together, and sends it to those who
 * knew less.
 * Paper: DeCandia et al., "Dynamo" (2007), section 4.5, 5 (read repair); writing back before the answer as in Attiya, Bar-Noy and
 * Dolev, "Sharing memory robustly in message-passing systems" (1995). Compare: reading one replica.
 * Who stands in for an owner holds only what was written since it was missed, and is not believed before the owners have been heard.
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
    const { options, outbox } = this.#parts
    this.#ask(elapsed, key, options.writeBack, (held) => {
      if (typeof held === 'string') outbox.answer({ requestId, type: 'get-failed', failure: held })
      else outbox.answer({ requestId, type: 'get', set: held })
    })
  }

  /** What a read quorum holds, for somebody who is going to write. Nobody was shown it, so that it need not be written back. */
  latest(elapsed: Nanos, key: number, done: Done): void {
    this.#ask(elapsed, key, false, done)
  }

  /** One who is refilling tells what he holds, so that he can be repaired, and does not count. */
  fetched(from: number, tag: number, set: SiblingSet, refilling: boolean): void {
    const { options } = this.#parts
    const pending = this.#pending.get(tag)
    if (pending === undefined) return
    const place = placeOf(pending, from)
    if (place < 0 || pending.holds[place] !== NOT_KNOWN) return
    pending.heard += 1
    if (!refilling && pending.asked[place].hintFor < 0) pending.answers += 1
    else if (!refilling) pending.standIns += 1
    pending.holds[place] = set.hash
    pending.merged = options.rules.merge(pending.merged, set)
    this.#proceed(tag, pending, pending.heard === pending.asked.length)
  }

  /**
   * A node has on disk what it was sent before the answer. It may have been sent more since, and that counts when it is confirmed: taken
   * for held too early, a version would be answered that the next quorum need not know.
   */
  stored(from: number, tag: number, hash: number): void {
    const pending = this.#pending.get(tag)
    if (pending === undefined) return
    const place = placeOf(pending, from)
    if (pending.sent[place] !== hash) return
    pending.holds[place] = hash
    this.#settle(tag, pending)
  }

  /** Waits for silent owners no longer than patience lasts, and gives up on what has waited too long. */
  tick(elapsed: Nanos): void {
    const { requestTimeoutNanos, patienceNanos } = this.#parts.options
    for (const [tag, pending] of this.#pending) {
      const waited = elapsed - pending.startedAt
      if (waited < patienceNanos) break
      if (pending.state === 'asking') this.#proceed(tag, pending, true)
      if (waited < requestTimeoutNanos) continue
      if (pending.state !== 'answered') pending.done('no-quorum')
      this.#pending.delete(tag)
    }
  }

  /** What a node that holds something else is sent. */
  protected repairWith(merged: SiblingSet): SiblingSet {
    return merged
  }

  #ask(elapsed: Nanos, key: number, writeBack: boolean, done: Done): void {
    const { options, outbox, ring, membership } = this.#parts
    const { owners } = ring.placeOf(key)
    const asked: Asked[] = []
    const missed: number[] = []
    for (const owner of owners)
      if (membership.isAlive(elapsed, owner)) asked.push({ member: owner, hintFor: -1 })
      else missed.push(owner)
    if (missed.length > 0)
      for (const [i, member] of standIns(this.#parts, elapsed, key).slice(0, missed.length).entries())
        asked.push({ member, hintFor: missed[i] })
    if (!membership.introduced || asked.length < options.readQuorum) return done('unreachable')
    this.#parts.nextTag += 1
    const tag = this.#parts.nextTag
    this.#pending.set(tag, {
      done,
      writeBack,
      key,
      startedAt: elapsed,
      asked,
      holds: asked.map(() => NOT_KNOWN),
      sent: asked.map(() => NOT_KNOWN),
      merged: NO_SIBLINGS,
      heard: 0,
      answers: 0,
      standIns: 0,
      state: 'asking',
    })
    for (const { member } of asked) outbox.send(member, { type: 'fetch', tag, key })
  }

  /** Answers, or writes back first, once enough have been heard; repairs who is behind. */
  #proceed(tag: number, pending: PendingRead, withStandIns: boolean): void {
    const { readQuorum, readRepair } = this.#parts.options
    const counted = pending.answers + (withStandIns ? pending.standIns : 0)
    if (pending.state === 'asking' && counted >= readQuorum) {
      if (pending.writeBack) pending.state = 'writing-back'
      else this.#answer(pending)
    }
    if (pending.state === 'writing-back') this.#repair(pending, tag)
    else if (pending.state === 'answered' && readRepair) this.#repair(pending, 0)
    this.#settle(tag, pending)
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
    pending.done(pending.merged)
  }

  /** Sends what is known now to those who are behind. Tag 0: nobody waits for them, and who stands in need not know. */
  #repair({ key, asked, holds, sent, merged }: PendingRead, tag: number): void {
    const { outbox, options, tally, ring } = this.#parts
    if (merged === NO_SIBLINGS) return
    const { owners } = ring.placeOf(key)
    for (const [place, { member, hintFor }] of asked.entries()) {
      const isCurrent = holds[place] === merged.hash || sent[place] === merged.hash
      const mayKeep = hintFor < 0 ? owners.includes(member) : tag !== 0
      if (isCurrent || holds[place] === NOT_KNOWN || !mayKeep) continue
      const sizeBytes = setBytes(merged, options.valueBytes)
      sent[place] = merged.hash
      tally.readRepairs += 1
      tally.repairBytes += sizeBytes
      outbox.send(member, { type: 'store', tag, key, set: this.repairWith(merged), hintFor }, sizeBytes)
    }
  }
}

function placeOf({ asked }: PendingRead, from: number): number {
  return asked.findIndex(({ member }) => member === from)
}

/** No hash is negative. */
const NOT_KNOWN = -1
