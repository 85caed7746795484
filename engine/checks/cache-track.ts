import { HindsightOptimum } from '../algorithms/cache/hindsight-optimum.ts'

/** What a cache node has been asked lately, the oldest first; `kind`: 0 looked up in vain, 1 found, 2 stored, 3 invalidated. */
export interface Accesses {
  readonly total: number
  readonly length: number
  key(i: number): number
  kind(i: number): number
  time(i: number): number
}
export interface CacheStore {
  readonly size: number
  readonly history: Accesses
  keys(): Iterable<number>
}

const HIT = 1
const STORED = 2
const FORGOTTEN = 3

/** Follows one cache beside Bélády's optimum of the same capacity, which begins with the same content. */
export class CacheTrack {
  lookUps = 0
  hits = 0
  /** What the optimum would have had. */
  hitsMost = 0
  readonly #optimum: HindsightOptimum
  #seen: number

  constructor(
    readonly store: CacheStore,
    readonly capacity: number,
  ) {
    this.#optimum = new HindsightOptimum({ capacity })
    for (const key of store.keys()) this.#optimum.store(key)
    this.#seen = store.history.total
  }

  /** Takes up what happened since the last time; false if some of it is forgotten already. */
  follow(): boolean {
    const { history } = this.store
    const news = history.total - this.#seen
    if (news > history.length) return false
    for (let i = history.length - news; i < history.length; i++) this.#take(history.key(i), history.kind(i))
    this.#seen = history.total
    return true
  }

  #take(key: number, kind: number): void {
    if (kind === STORED) return this.#optimum.store(key)
    if (kind === FORGOTTEN) return this.#optimum.forget(key)
    this.lookUps++
    if (kind === HIT) this.hits++
    if (this.#optimum.lookUp(key)) this.hitsMost++
  }
}
