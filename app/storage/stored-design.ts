import type { SavedDesign } from '../../engine/schema/saved/saved-design.ts'

/** What the list of one's own designs shows of each. */
export interface StoredSummary {
  id: string
  title: string
  /** A small picture: an SVG of our own making. */
  thumbnail: string
  /** Milliseconds since 1970. */
  changedAt: number
  /** What is wrong with one that cannot be read, as a sentence. */
  unreadable: string | null
}

/** A design as it lies in the browser's storage. */
export interface StoredDesign extends Omit<StoredSummary, 'unreadable'> {
  /** Counts the times it was written: whoever writes must know the latest. */
  revision: number
  createdAt: number
  /** Set while it can still be brought back. */
  deletedAt: number | null
  saved: SavedDesign
}
