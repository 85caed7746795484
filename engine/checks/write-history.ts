import { s, type Nanos } from '../lib/units.ts'
import { seconds, type ClientAnswer } from './client-answer.ts'
import type { CheckContext } from './define-invariant.ts'

/** Overwritten values that are remembered of each key at the most. */
const REMEMBERED = 64
/** Four times as long as copies live where they live longest (half a minute); what is read of one that is older was read of it before. */
const SHOWN_AT_MOST: Nanos = s(120)

/** A write that was acknowledged. */
export interface AcknowledgedWrite {
  readonly client: number
  readonly value: unknown
  readonly askedAt: Nanos
  readonly ackedAt: Nanos
}

/** A value that is not the newest any more, with the write that first made it so. Null: what was there before all writes. */
export interface Overwritten {
  readonly write: AcknowledgedWrite | null
  readonly by: AcknowledgedWrite
}

interface KeyHistory {
  /** Writes of which none is surely newer than another. */
  newest: AcknowledgedWrite[]
  /** The oldest first. */
  readonly overwritten: Overwritten[]
  readonly first: AcknowledgedWrite
}

/**
 * Which written values are surely old, by what users saw: a write is overwritten once another one, wanted only after the first was
 * acknowledged, was acknowledged itself. Of writes that overlap neither is older; writes without an answer overwrite nothing.
 * To be told in the order of the acknowledgements. Of each key it remembers the value overwritten last, however long ago, and those
 * before it that a reader may still be shown.
 */
export class WriteHistory {
  readonly #keys = new Map<number, KeyHistory>()
  #latest: object | null = null

  /** The one that all promises of a run share. */
  static of(ctx: CheckContext): WriteHistory {
    let history = histories.get(ctx)
    if (history === undefined) histories.set(ctx, (history = new WriteHistory()))
    return history
  }

  /** A write was acknowledged just now. Told twice of one answer it notes it once. */
  answered(answer: ClientAnswer, now: Nanos): void {
    if (answer === this.#latest) return
    this.#latest = answer
    const { client, key, body, intendedAt } = answer
    this.acknowledged(key, { client, value: body, askedAt: intendedAt, ackedAt: now })
  }

  acknowledged(key: number, write: AcknowledgedWrite): void {
    const history = this.#keys.get(key)
    if (history === undefined) {
      this.#keys.set(key, { newest: [write], overwritten: [], first: write })
      return
    }
    const { newest, overwritten } = history
    const kept: AcknowledgedWrite[] = []
    for (const each of newest) {
      if (each.ackedAt < write.askedAt) overwritten.push({ write: each, by: write })
      else kept.push(each)
    }
    kept.push(write)
    history.newest = kept
    forget(overwritten, write.ackedAt)
  }

  /** What made `value` old, or null: it may be the newest, or nobody can tell. */
  overwritten(key: number, value: unknown): Overwritten | null {
    const history = this.#keys.get(key)
    if (history === undefined) return null
    if (value === null || value === 0) return { write: null, by: history.first }
    const { newest, overwritten } = history
    for (const write of newest) if (write.value === value) return null
    return overwritten.findLast(({ write }) => write?.value === value) ?? null
  }

  /** The writes that the key should hold one of. */
  newest(key: number): readonly AcknowledgedWrite[] {
    return this.#keys.get(key)?.newest ?? []
  }
}

const histories = new WeakMap<CheckContext, WriteHistory>()

function forget(overwritten: Overwritten[], now: Nanos): void {
  let old = Math.max(0, overwritten.length - REMEMBERED)
  while (old < overwritten.length - 1 && overwritten[old].by.ackedAt < now - SHOWN_AT_MOST) old++
  if (old > 0) overwritten.splice(0, old)
}

/** One line of a violation. */
export function inWords(key: number, { client, value, askedAt, ackedAt }: AcknowledgedWrite): string {
  return `${seconds(askedAt)}: user ${client} wrote ${String(value)} to key ${key}, acknowledged at ${seconds(ackedAt)}`
}
