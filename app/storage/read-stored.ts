import { LIMITS } from '../../engine/schema/saved/limits.ts'
import type { StoredDesign, StoredSummary } from './stored-design.ts'

/** What is read of a stored record without its run, which the codec reads. */
export type StoredHead = Omit<StoredDesign, 'saved' | 'unreadable'> & { saved: unknown }

/** The record's fields, each checked and built anew; or a sentence that says which of them is wrong. */
export function readStored(found: unknown): StoredHead | string {
  if (typeof found !== 'object' || found === null) return said('It', 'an object')
  const { id, title, thumbnail, changedAt, createdAt, deletedAt, revision, saved } = found as Unread
  if (typeof id !== 'string') return said('Its id', 'a text')
  if (typeof title !== 'string') return said('Its title', 'a text')
  if (typeof thumbnail !== 'string') return said('Its picture', 'a text')
  if (thumbnail.length > LIMITS.textLength) return said('Its picture', 'smaller than 1 MiB')
  if (!isCount(changedAt) || !isCount(createdAt)) return said('Its date', 'a number')
  if (deletedAt !== null && !isCount(deletedAt)) return said('The date of its deletion', 'a number')
  if (!isCount(revision)) return said('Its revision', 'a number')
  return {
    id,
    title: whole(title.slice(0, LIMITS.stringLength)),
    thumbnail: whole(thumbnail),
    changedAt,
    createdAt,
    deletedAt,
    revision,
    saved,
  }
}

/** How the list shows a record; null for one that is deleted. */
export function summaryOf(found: unknown): StoredSummary | null {
  const read = readStored(found)
  if (typeof read !== 'string') {
    const { id, title, thumbnail, changedAt, deletedAt } = read
    return deletedAt === null ? { id, title, thumbnail, changedAt, unreadable: null } : null
  }
  const { id, deletedAt } = Object(found) as Unread
  // It can be deleted all the same, and is off the list then.
  if (isCount(deletedAt)) return null
  return {
    id: typeof id === 'string' ? id : '',
    title: 'A design that cannot be read',
    thumbnail: '',
    changedAt: 0,
    unreadable: read,
  }
}

type Unread = Partial<Record<keyof StoredDesign, unknown>>

/** Dates and revisions. */
const isCount = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= LIMITS.number

/** Halves of letters cannot be put into an address, as the picture is. */
const whole = (text: string): string => text.replace(/\p{Surrogate}/gu, '\u{fffd}')

const said = (subject: string, wanted: string): string => `${subject} must be ${wanted}.`
