import type { Nanos } from '../../../lib/units.ts'
import type { PutResult, Wish } from './messages.ts'
import { standIns, type StoreParts } from './store-parts.ts'

interface Forwarded {
  readonly requestId: number
  readonly wish: Wish
  readonly startedAt: Nanos
  /** Whom to ask next when this one says nothing. */
  readonly others: number[]
  sentAt: Nanos
  tries: number
}

/** Passes writes on to a node that holds their key, and to the next one when that stays silent. */
export class WriteForwarder {
  readonly #parts: StoreParts
  readonly #pending = new Map<number, Forwarded>()

  constructor(parts: StoreParts) {
    this.#parts = parts
  }

  /** Living nodes that may coordinate a write of the key, the best first; this one before all others if it is among them. */
  coordinators(elapsed: Nanos, key: number): number[] {
    const { ring, membership, options } = this.#parts
    if (!membership.introduced) return []
    const owners = ring.placeOf(key).owners.filter((member) => membership.isAlive(elapsed, member))
    if (owners.includes(options.self)) return [options.self]
    return owners.length > 0 ? owners : standIns(this.#parts, elapsed, key)
  }

  forward(elapsed: Nanos, requestId: number, wish: Wish, [first, ...others]: number[]): void {
    this.#parts.nextTag += 1
    const pending = { requestId, wish, startedAt: elapsed, others, sentAt: elapsed, tries: 1 }
    this.#pending.set(this.#parts.nextTag, pending)
    this.#send(first, this.#parts.nextTag, pending)
  }

  done(tag: number, result: PutResult): void {
    const pending = this.#pending.get(tag)
    if (pending === undefined) return
    this.#pending.delete(tag)
    // An earlier one that never answered may still have done it.
    const isUnclear = !result.ok && pending.tries > 1
    this.#answer(pending, isUnclear ? { ok: false, failure: 'no-quorum' } : result)
  }

  tick(elapsed: Nanos): void {
    const { requestTimeoutNanos, patienceNanos } = this.#parts.options
    for (const [tag, pending] of this.#pending) {
      if (elapsed - pending.startedAt < patienceNanos) break
      const waits = elapsed - pending.startedAt < requestTimeoutNanos
      if (waits && elapsed - pending.sentAt < patienceNanos) continue
      const next = waits ? pending.others.shift() : undefined
      if (next !== undefined) {
        pending.sentAt = elapsed
        pending.tries += 1
        this.#send(next, tag, pending)
      } else if (!waits) {
        this.#pending.delete(tag)
        this.#answer(pending, { ok: false, failure: 'no-quorum' })
      }
    }
  }

  #send(to: number, tag: number, { wish }: Forwarded): void {
    const { outbox, options } = this.#parts
    outbox.send(to, { type: 'put', tag, ...wish }, wish.value === null ? 0 : options.valueBytes)
  }

  #answer({ requestId }: Forwarded, result: PutResult): void {
    this.#parts.outbox.answer({ requestId, type: 'put', result })
  }
}
