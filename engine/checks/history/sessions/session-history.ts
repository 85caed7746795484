import { LatestMap } from '../../../lib/latest-map.ts'
import type { LazyText } from '../lazy-text.ts'
import type { Vector } from '../../../algorithms/clock/vector-clock.ts'

/** A write, and what its writer had seen. Sessions are numbered as they come. */
export interface SessionWrite {
  readonly key: unknown
  readonly value: unknown
  readonly session: number
  /** Its number among the session's writes, from 1. */
  readonly sequence: number
  /** By session: how many of its writes are in the causal past, this one included. */
  readonly past: Vector
  /** By session: the latest of its writes that the writer himself had read. */
  readonly read: Vector
  readonly text: LazyText
  acknowledged: boolean
}

/** What a session has read of a key. */
interface Seen {
  /** Of the latest read; null when it returned nothing, or siblings. */
  write: SessionWrite | null
  text: LazyText
  /** What it had read earlier and then seen replaced: writes by their names. */
  readonly left: Set<number>
}

interface Session {
  readonly number: number
  issued: number
  /** By session: how many of its writes are in the causal past of what comes next here. */
  past: number[]
  /** By session: the latest of its writes that were read here. */
  read: number[]
  /** By session: the latest of its writes that had been read by the writers of what was read here, when they wrote. */
  readByWriters: number[]
  /** By key. */
  readonly seen: Map<unknown, Seen>
}

/** A read as it is about to be judged. */
export interface SessionRead {
  readonly key: unknown
  readonly session: Session
  /** What wrote each value; null: nothing did. */
  readonly writes: readonly (SessionWrite | null)[]
}

/**
 * What users have written and read, in the order of their own sessions, with what each write and session has in its causal
 * past: program order, and from each write to the reads of it. As long as no two writes write the same.
 * Paper: Ahamad et al., "Causal memory" (1995); Bouajjani, Enea, Guerraoui and Hamza, "On verifying causal consistency"
 * (2017). Compare: the order of real time, which says nothing of who knew what. Cost: O(sessions) an operation.
 * Invariant: a write is in the past of whatever follows it in its session or has read it, directly or not.
 */
export class SessionHistory {
  readonly #kept: number
  readonly #sessions = new Map<unknown, Session>()
  /** By key, by value. */
  readonly #writes = new Map<unknown, LatestMap<unknown, SessionWrite>>()
  /** By key, by session: its acknowledged writes, in order. */
  readonly #acknowledged = new Map<unknown, SessionWrite[][]>()

  /** Of every key the latest `kept` writes are known. Infinity: all. */
  constructor(kept = Infinity) {
    this.#kept = kept
  }

  /** A write has been asked for. From now on others may read it. */
  asked(who: unknown, key: unknown, value: unknown, text: LazyText): void {
    const session = this.#sessionOf(who)
    const sequence = ++session.issued
    const past = session.past.slice()
    raise(past, session.number, sequence)
    const read = session.read.slice()
    const write = { key, value, session: session.number, sequence, past, read, text, acknowledged: false }
    let ofKey = this.#writes.get(key)
    if (ofKey === undefined) this.#writes.set(key, (ofKey = new LatestMap(this.#kept)))
    const forgotten = ofKey.set(value, write)
    if (forgotten !== undefined) this.#forget(forgotten)
  }

  /** It has been acknowledged: what comes next in the session follows it. A write of unknown outcome is followed by nothing. */
  wrote(who: unknown, key: unknown, value: unknown): void {
    const write = this.#writes.get(key)?.get(value)
    if (write === undefined) return
    write.acknowledged = true
    raise(this.#sessionOf(who).past, write.session, write.sequence)
    const bySession = this.#acknowledged.get(key) ?? []
    this.#acknowledged.set(key, bySession)
    while (bySession.length <= write.session) bySession.push([])
    bySession[write.session].push(write)
  }

  /** Whether anybody has asked for that write. */
  knows(key: unknown, value: unknown): boolean {
    return this.#writes.get(key)?.has(value) === true
  }

  /** Whether writes to that key have been forgotten: then nobody can tell who wrote a value that is not known. */
  forgets(key: unknown): boolean {
    return this.#writes.get(key)?.size === this.#kept
  }

  /** A read that has returned; several values are siblings, none or null is nothing. Judge it, then `note` it. */
  reading(who: unknown, key: unknown, values: readonly unknown[]): SessionRead {
    const written = values.filter((value) => value !== null)
    const writes = written.map((value) => this.#writes.get(key)?.get(value) ?? null)
    return {
      key,
      session: this.#sessionOf(who),
      writes: writes.length === 0 ? [null] : writes,
    }
  }

  note({ key, session, writes }: SessionRead, text: LazyText): void {
    for (const write of writes) {
      if (write === null) continue
      raiseAll(session.past, write.past)
      raise(session.read, write.session, write.sequence)
      raiseAll(session.readByWriters, write.read)
    }
    const write = writes.length === 1 ? writes[0] : null
    const seen = session.seen.get(key)
    if (seen === undefined) session.seen.set(key, { write, text, left: new Set() })
    else if (seen.write !== write) {
      if (seen.write !== null) leave(seen, this.#kept)
      seen.write = write
      seen.text = text
    }
  }

  /** The latest acknowledged write to `key` by each session, of those that `limits` counts; of one session only, if asked for. */
  latest(key: unknown, limits: Vector, only = -1): readonly SessionWrite[] {
    const found: SessionWrite[] = []
    const bySession = this.#acknowledged.get(key)
    if (bySession === undefined) return found
    const most = Math.min(bySession.length, limits.length)
    for (let session = only === -1 ? 0 : only; session < most; session++) {
      const writes = bySession[session]
      let at = writes.length - 1
      while (at >= 0 && writes[at].sequence > limits[session]) at--
      if (at >= 0) found.push(writes[at])
      if (session === only) break
    }
    return found
  }

  #forget(write: SessionWrite): void {
    if (!write.acknowledged) return
    const own = this.#acknowledged.get(write.key)![write.session]
    own.splice(own.indexOf(write), 1)
  }

  #sessionOf(who: unknown): Session {
    let session = this.#sessions.get(who)
    if (session === undefined) {
      const number = this.#sessions.size
      session = { number, issued: 0, past: [], read: [], readByWriters: [], seen: new Map() }
      this.#sessions.set(who, session)
    }
    return session
  }
}

/** One number for a write: of whose session, which. */
export const nameOf = ({ session, sequence }: SessionWrite): number => session * 4_294_967_296 + sequence

/** Whether what was read is surely older than `write`: it is in the write's past, or nothing at all. */
export function isOlder(read: SessionWrite | null, write: SessionWrite): boolean {
  if (read === null) return true
  return read !== write && (write.past[read.session] ?? 0) >= read.sequence
}

/** The latest read is not what is shown any more. Of what was seen replaced long ago only the end is known. */
function leave({ write, left }: Seen, kept: number): void {
  left.add(nameOf(write!))
  if (left.size > kept) left.delete(left.values().next().value!)
}

function raiseAll(vector: number[], by: Vector): void {
  for (let at = 0; at < by.length; at++) raise(vector, at, by[at])
}

function raise(vector: number[], at: number, count: number): void {
  while (vector.length <= at) vector.push(0)
  if (vector[at] < count) vector[at] = count
}
