import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'

/** What was heard of one origin and is not yet shown here, oldest first. */
interface Heard {
  head: number
  sentAt: Nanos
}

/** Heads that are this near in time are not told apart. */
const RESOLUTION: Nanos = 20_000_000

/**
 * How far a replica is behind its sources, as it can know itself: everything that an origin had at some instant is shown
 * here, and lag is the time since that instant.
 * Paper: none; as pt-heartbeat and PostgreSQL's replay timestamp measure it. Compare: entries sent and not confirmed, which
 * the sender knows. Cost: O(1) amortised a message. Invariant: while nothing is heard of an origin its lag grows with time.
 */
export class LagMeter {
  readonly #waiting: Heard[][]
  /** By origin: the latest instant all of whose operations are shown here; -1 before the first. */
  readonly #reached: Nanos[]
  readonly #heads: number[]

  constructor(options: { readonly members: number }) {
    assert(options.members > 0, 'lag is measured in a group of at least one member')
    this.#waiting = Array.from({ length: options.members }, () => [])
    this.#reached = Array<Nanos>(options.members).fill(-1)
    this.#heads = Array<number>(options.members).fill(0)
  }

  /** A message of `from`, sent at `sentAt`, says that it had `head` operations then. */
  heard(from: number, head: number, sentAt: Nanos): void {
    const waiting = this.#waiting[from]
    const last = waiting.at(-1)
    this.#heads[from] = head
    if (last !== undefined && last.head === head) last.sentAt = Math.max(last.sentAt, sentAt)
    else if (last === undefined || sentAt - last.sentAt >= RESOLUTION) waiting.push({ head, sentAt })
  }

  /** So much of `from` is shown here now. */
  shows(from: number, held: number): void {
    const waiting = this.#waiting[from]
    let done = 0
    while (done < waiting.length && waiting[done].head <= held) done++
    if (done === 0) return
    this.#reached[from] = Math.max(this.#reached[from], waiting[done - 1].sentAt)
    waiting.splice(0, done)
  }

  /** Time since the instant up to which everything of `from` is shown here; 0 before anything was heard of it. */
  lagNanos(from: number, now: Nanos): Nanos {
    return this.#reached[from] < 0 ? 0 : Math.max(0, now - this.#reached[from])
  }

  /** Operations of `from` that are known to exist and are not shown here. */
  lagEntries(from: number, held: number): number {
    return Math.max(0, this.#heads[from] - held)
  }

  /** Another leader's log is another count: what was heard of the earlier one says nothing any more. */
  forget(from: number): void {
    this.#waiting[from] = []
    this.#heads[from] = 0
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { reached: this.#reached.slice(), heads: this.#heads.slice() } as const
  }
}
