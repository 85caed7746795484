import type { Nanos } from '../../../lib/units.ts'
import type { Key } from '../replica.ts'
import type { SiblingSet } from '../../clock/sibling-set.ts'
import type { KeyedSet } from './messages.ts'
import { setBytes } from './set-codec.ts'
import type { StoreParts } from './store-parts.ts'

interface Handover {
  readonly tag: number
  readonly entries: readonly (readonly [Key, SiblingSet])[]
  readonly sentAt: Nanos
}

const HINTS_AT_ONCE = 64

/** Hands over what was kept for others once they are back, some of it at a time; each hint stays until it is confirmed. */
export class HintDelivery {
  protected readonly parts: StoreParts
  readonly #handovers = new Map<number, Handover>()

  constructor(parts: StoreParts) {
    this.parts = parts
  }

  tick(elapsed: Nanos): void {
    const { options, hints, membership } = this.parts
    if (!options.handoff) return
    for (const member of hints.members()) {
      if (hints.count(member) === 0 || !membership.isAlive(elapsed, member)) continue
      const handover = this.#handovers.get(member)
      if (handover === undefined || elapsed - handover.sentAt >= options.requestTimeoutNanos)
        this.handOver(elapsed, member)
    }
  }

  /** The member has on disk what it was handed. */
  handedOver(from: number, tag: number): void {
    const handover = this.#handovers.get(from)
    if (handover?.tag !== tag) return
    this.#handovers.delete(from)
    this.parts.hints.confirmed(from, handover.entries)
    this.parts.tally.hintsDelivered += handover.entries.length
  }

  protected handOver(elapsed: Nanos, member: number): void {
    const { outbox, hints, options, tally } = this.parts
    const entries = hints.some(member, HINTS_AT_ONCE)
    this.parts.nextTag += 1
    const tag = this.parts.nextTag
    this.#handovers.set(member, { tag, entries, sentAt: elapsed })
    const sizeBytes = entries.reduce((sum, [, set]) => sum + setBytes(set, options.valueBytes), 0)
    tally.repairBytes += sizeBytes
    outbox.send(
      member,
      { type: 'hand-over', tag, entries: entries as unknown as readonly KeyedSet[] },
      sizeBytes,
    )
  }
}
