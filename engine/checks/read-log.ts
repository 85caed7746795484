import { LatestMap } from '../lib/latest-map.ts'
import type { CheckContext } from './define-invariant.ts'
import { producerOf, type RecordsRead } from './stream-log.ts'

/** So many offsets of a partition are remembered, and so many records in all. */
const OFFSETS_KEPT = 8_192
const RECORDS_KEPT = 50_000

/** Something odd about a record that was read. */
export interface Oddity {
  readonly offset: number
  readonly id: number
  /** The record that stood at the offset before, or the offset at which the record stood before, or the later record that came first. */
  readonly other: number
}
export interface Judgement {
  /** An offset that showed another record before. */
  readonly changed: Oddity | null
  /** A record that stands at another offset too. */
  readonly doubled: Oddity | null
  /** A record that comes after a later one of its producer. */
  readonly reordered: Oddity | null
}

/** What readers have seen of one partition. */
class ReadPartition {
  readonly offsets = new Float64Array(OFFSETS_KEPT).fill(-1)
  readonly ids = new Float64Array(OFFSETS_KEPT)
  readonly latest = new Map<number, number>()
  /** Offsets below this have been judged. */
  frontier = 0
}

/** What readers have seen of the whole log; several invariants look at it, and it is kept once. */
export class ReadLog {
  readonly #partitions: ReadPartition[] = []
  /** Where each record was seen first. */
  readonly #offsetOf = new LatestMap<number, number>(RECORDS_KEPT)
  #judged: { readonly fact: RecordsRead; readonly judgement: Judgement } | null = null

  /** The one that belongs to this run. */
  static of(ctx: CheckContext): ReadLog {
    let log = logs.get(ctx)
    if (log === undefined) logs.set(ctx, (log = new ReadLog()))
    return log
  }

  hasSeen(id: number): boolean {
    return this.#offsetOf.has(id)
  }

  /** Takes note of what was read. Asked twice about one fact it answers the same. */
  judge(fact: RecordsRead): Judgement {
    if (this.#judged?.fact === fact) return this.#judged.judgement
    const judgement = this.#judge(fact)
    this.#judged = { fact, judgement }
    return judgement
  }

  #judge({ partition, offsets, ids }: RecordsRead): Judgement {
    const seen = (this.#partitions[partition] ??= new ReadPartition())
    let changed: Oddity | null = null
    let doubled: Oddity | null = null
    let reordered: Oddity | null = null
    for (let i = 0; i < ids.length; i++) {
      const offset = offsets[i]
      const id = ids[i]
      const at = offset % OFFSETS_KEPT
      if (seen.offsets[at] === offset) {
        if (seen.ids[at] === id) continue
        changed ??= { offset, id, other: seen.ids[at] }
      }
      seen.offsets[at] = offset
      seen.ids[at] = id
      const before = this.#offsetOf.get(id)
      if (before !== undefined && before !== offset) doubled ??= { offset, id, other: before }
      // What was read before, or so long ago that it is forgotten, has been judged.
      if (before !== undefined || offset < seen.frontier) continue
      this.#offsetOf.set(id, offset)
      seen.frontier = offset + 1
      const producer = producerOf(id)
      const latest = seen.latest.get(producer) ?? 0
      if (id < latest) reordered ??= { offset, id, other: latest }
      else seen.latest.set(producer, id)
    }
    return { changed, doubled, reordered }
  }
}

const logs = new WeakMap<CheckContext, ReadLog>()
