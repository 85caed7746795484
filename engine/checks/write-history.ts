import type { Nanos } from '../lib/units.ts'
import { seconds } from './client-answer.ts'

/** Overwritten values that are remembered of each key. */
const REMEMBERED = 64

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
  readonly overwritten: Map<unknown, Overwritten>
  readonly first: AcknowledgedWrite
}

/**
 * Which written values are surely old, by what users saw: a write is overwritten once another one, wanted only after the first was
 * acknowledged, was acknowledged itself. Of writes that overlap neither is older; writes without an answer overwrite nothing.
 * To be told in the order of the acknowledgements.
 */
export class WriteHistory {
  readonly #keys = new Map<number, KeyHistory>()

  acknowledged(key: number, write: AcknowledgedWrite): void {
    const history = this.#keys.get(key)
    if (history === undefined) {
      this.#keys.set(key, { newest: [write], overwritten: new Map(), first: write })
      return
    }
    const older = history.newest.filter(({ ackedAt }) => ackedAt < write.askedAt)
    for (const each of older) history.overwritten.set(each.value, { write: each, by: write })
    history.newest = [...history.newest.filter((each) => !older.includes(each)), write]
    while (history.overwritten.size > REMEMBERED) {
      const [oldest] = history.overwritten.keys()
      history.overwritten.delete(oldest)
    }
  }

  /** What made `value` old, or null: it may be the newest, or nobody can tell. */
  overwritten(key: number, value: unknown): Overwritten | null {
    const history = this.#keys.get(key)
    if (history === undefined) return null
    if (value === null || value === 0) return { write: null, by: history.first }
    return history.overwritten.get(value) ?? null
  }

  /** The writes that the key should hold one of. */
  newest(key: number): readonly AcknowledgedWrite[] {
    return this.#keys.get(key)?.newest ?? []
  }
}

/** One line of a violation. */
export function inWords(key: number, { client, value, askedAt, ackedAt }: AcknowledgedWrite): string {
  return `${seconds(askedAt)}: user ${client} wrote ${String(value)} to key ${key}, acknowledged at ${seconds(ackedAt)}`
}
