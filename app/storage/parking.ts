import { LIMITS } from '../../engine/schema/saved/limits.ts'
import type { SavedDesign } from '../../engine/schema/saved/saved-design.ts'
import type { LocalStore } from './local-store.ts'

const PREFIX = 'breakwater.unkept.'
/** So many are taken over at a start; a page leaves one, seldom two. */
const MOST = 20

/** An edit that had not been kept when its page went away. */
export interface Parked {
  /** Of the design that it belongs to; of the one that it would have become when `revision` is 0. */
  id: string
  /** The one that was edited: a later one in the storage is somebody else's. */
  revision: number
  title: string
  thumbnail: string
  saved: SavedDesign
}

/**
 * Where edits wait that cannot be kept any more because the page goes away: the designs' storage answers later, and nobody is there to
 * hear it; this one answers at once.
 */
export class Parking {
  readonly #store: LocalStore

  constructor(store: LocalStore) {
    this.#store = store
  }

  park(key: string, { saved, ...head }: Parked): void {
    const text = JSON.stringify({ ...head, saved: JSON.stringify(saved) })
    if (text.length <= 2 * LIMITS.textLength) this.#store.setItem(PREFIX + key, text)
  }

  unpark(key: string): void {
    this.#store.removeItem(PREFIX + key)
  }

  /** Those that pages which are gone have left. */
  keys(): string[] {
    const all = this.#store.keys().filter((key) => key.startsWith(PREFIX))
    return all.slice(0, MOST).map((key) => key.slice(PREFIX.length))
  }

  /** Null for what is none, or damaged. What is stored is checked like any import. */
  async read(key: string): Promise<Parked | null> {
    const text = this.#store.getItem(PREFIX + key)
    if (text === null || text.length > 2 * LIMITS.textLength) return null
    const { parseSaved } = await import('../share/codec.ts')
    try {
      const { id, revision, title, thumbnail, saved } = Object(JSON.parse(text)) as Record<string, unknown>
      if (typeof id !== 'string' || typeof title !== 'string' || typeof thumbnail !== 'string') return null
      if (typeof revision !== 'number' || !Number.isSafeInteger(revision) || typeof saved !== 'string')
        return null
      const short = title.slice(0, LIMITS.stringLength)
      return { id, revision, title: short, thumbnail, saved: parseSaved(saved) }
    } catch {
      return null
    }
  }
}
