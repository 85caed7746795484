import {
  isOlder,
  nameOf,
  type SessionHistory,
  type SessionRead,
  type SessionWrite,
} from './session-history.ts'

/** The promises that can be made to a session, and to all of them together. */
export type Guarantee =
  | 'read-your-writes'
  | 'monotonic-reads'
  | 'monotonic-writes'
  | 'writes-follow-reads'
  | 'causal'

/** Why a read must not have returned what it did. */
export interface Broken {
  /** As the end of a sentence: "although …". */
  readonly although: string
  /** The write that it should have seen, or what it had read before. */
  readonly missed: string
}

type Judge = (history: SessionHistory, read: SessionRead) => Broken | null

/** The write among `candidates` than which all that was read is older. */
function missing(read: SessionRead, candidates: readonly SessionWrite[]): SessionWrite | null {
  for (const write of candidates) if (isOverdue(read, write)) return write
  return null
}

/** Whether all that was read is surely older than this write, which must be visible. */
function isOverdue({ writes }: SessionRead, write: SessionWrite): boolean {
  for (const value of writes) if (value === write || !isOlder(value, write)) return false
  return true
}

const overdue = (write: SessionWrite | null, although: string): Broken | null =>
  write === null ? null : { although, missed: String(write.text) }

/**
 * What each guarantee forbids a read to return: something surely older than a write that must be visible to it.
 * Paper: Terry et al., "Session guarantees for weakly consistent replicated data" (1994), for the four; Bouajjani et al.
 * (2017), the pattern WriteCORead, for causal consistency,
 * which as causal memory also forbids to go back between writes that knew nothing of each other. Compare: linearizability, which counts real time as well.
 * Cost: O(sessions) a read. Invariant: a history that keeps the guarantee is never accused.
 */
export const GUARANTEES: Readonly<Record<Guarantee, Judge>> = {
  'read-your-writes': (history, read) => {
    const { number, past } = read.session
    const own = missing(read, history.latest(read.key, past, number))
    return overdue(own, 'the same session had written something newer before')
  },
  'monotonic-reads': (_history, read) => {
    const seen = read.session.seen.get(read.key)
    if (seen === undefined || seen.write === null) return null
    const [write] = read.writes
    if (read.writes.length === 1 && write !== null && write !== seen.write && seen.left.has(nameOf(write)))
      return { although: 'the same session had seen it replaced before', missed: String(seen.text) }
    return overdue(missing(read, [seen.write]), 'the same session had read something newer before')
  },
  'monotonic-writes': (history, read) => {
    const earlier = missing(read, history.latest(read.key, read.session.read))
    return overdue(earlier, 'the same session had read a later write of that writer')
  },
  'writes-follow-reads': (history, read) => {
    const cause = missing(read, history.latest(read.key, read.session.readByWriters))
    return overdue(cause, 'the same session had read a write whose writer had seen it')
  },
  causal: (history, read) => {
    const write = missing(read, history.latest(read.key, read.session.past))
    const broken = overdue(write, 'something newer was in the past of that session')
    return broken ?? GUARANTEES['monotonic-reads'](history, read)
  },
}
