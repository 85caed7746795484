import type { Nanos } from '../../lib/units.ts'

/** How far a follower has come, as its fetches tell the leader. */
interface Progress {
  /** It has everything before this offset. */
  endOffset: number
  /** The latest instant at which it had everything the leader had then. */
  caughtUpAt: Nanos
  fetchedAt: Nanos
  /** Where the leader's log ended at its previous fetch. */
  leaderEndThen: number
}

/**
 * A leader's book on its followers: who is in sync, and up to where all of those have the log.
 * Paper: Kafka's documentation, section "Replication"; KIP-16 (lag is counted in time, not in records), KIP-497 (members are
 * changed by the controller, and a member that is asked for counts already). Compare: a majority quorum, which needs no list
 * but 2f + 1 copies to survive f losses. Cost: O(replicas) a fetch.
 * Invariant: the high watermark never passes what a member, or one asked for, has confirmed.
 */
export class InSyncSet {
  #members: readonly number[]
  /** Asked of the controller and not yet answered; null: nothing. */
  #proposed: readonly number[] | null = null
  #proposedAt: Nanos = 0
  readonly #progress = new Map<number, Progress>()

  constructor(
    readonly self: number,
    readonly replicas: readonly number[],
    members: readonly number[],
    now: Nanos,
  ) {
    this.#members = members
    // Whoever led before knew how far they were; we give them the time to say so.
    for (const replica of replicas)
      this.#progress.set(replica, { endOffset: 0, caughtUpAt: now, fetchedAt: now, leaderEndThen: Infinity })
  }

  get members(): readonly number[] {
    return this.#members
  }
  get proposed(): readonly number[] | null {
    return this.#proposed
  }

  /** The controller has decided: this is the set now. */
  decided(members: readonly number[]): void {
    this.#members = members
    this.#proposed = null
  }

  /** A follower asks for what comes at `offset`: it has all before. */
  fetched(now: Nanos, follower: number, offset: number, leaderEnd: number): void {
    const progress = this.#progress.get(follower)
    if (progress === undefined) return
    if (offset >= leaderEnd) progress.caughtUpAt = now
    else if (offset >= progress.leaderEndThen)
      progress.caughtUpAt = Math.max(progress.caughtUpAt, progress.fetchedAt)
    progress.endOffset = offset
    progress.fetchedAt = now
    progress.leaderEndThen = leaderEnd
  }

  /** Up to where every member, and everyone asked for, has the log. */
  replicatedTo(leaderEnd: number): number {
    let least = leaderEnd
    for (const member of this.#members) least = Math.min(least, this.endOf(member, leaderEnd))
    for (const member of this.#proposed ?? []) least = Math.min(least, this.endOf(member, leaderEnd))
    return least
  }

  endOf(replica: number, leaderEnd: number): number {
    return replica === this.self ? leaderEnd : (this.#progress.get(replica)?.endOffset ?? 0)
  }

  /**
   * What the set should be by now: without those who have not caught up for `lagMaxNanos`, with those who have everything up
   * to the high watermark and to where this reign began, and fetch. Null when it is so already or was asked for; what was asked for
   * and not answered is asked again, for either may have been lost.
   */
  propose(now: Nanos, leaderEnd: number, joinsAt: number, lagMaxNanos: Nanos): readonly number[] | null {
    if (this.#proposed !== null) {
      if (now - this.#proposedAt < lagMaxNanos) return null
      this.#proposedAt = now
      return this.#proposed
    }
    const wanted = this.replicas.filter((replica) => {
      if (replica === this.self) return true
      const { endOffset, caughtUpAt, fetchedAt, leaderEndThen } = this.#progress.get(replica)!
      const keepsUp = endOffset >= leaderEnd || now - caughtUpAt <= lagMaxNanos
      if (this.#members.includes(replica)) return keepsUp
      // Nobody is further than the end of a log that rests: a dead one looks as if it had caught up.
      const fetches = leaderEndThen < Infinity && now - fetchedAt <= lagMaxNanos
      return fetches && endOffset >= joinsAt && keepsUp
    })
    // As many as before may be others: one has fallen behind while another has caught up.
    if (wanted.length === this.#members.length && wanted.every((each) => this.#members.includes(each)))
      return null
    this.#proposed = wanted
    this.#proposedAt = now
    return wanted
  }

  /** What the view draws. Reads only. */
  inspect(leaderEnd: number) {
    return this.replicas.map((replica) => ({ replica, endOffset: this.endOf(replica, leaderEnd) }))
  }
}
