import type { Nanos } from '../../../lib/units.ts'
import { membersOf } from './configuration.ts'
import type { LogEntry } from './log-entry.ts'
import type { AppendReply } from './messages.ts'
import { Progress } from './progress.ts'
import type { RaftState } from './raft-state.ts'

const NO_ENTRIES: readonly never[] = []

/**
 * How a leader brings its log to the others: finds out where each agrees, sends ahead, and counts who holds what.
 * Paper: Ongaro and Ousterhout (2014), section 5.3; hints and windows as its end suggests. Compare: etcd-io/raft `tracker/`.
 * Cost: a message and a reply a follower and call that changes the log. Invariant: `match` only grows, and is durable there.
 */
export class Replication<Command> {
  readonly #state: RaftState<Command>
  readonly #progress: (Progress | undefined)[] = []
  #peers: readonly Progress[] = []
  /** By member: up to where the logs agree, the send time and the read round of the newest message it answered. */
  readonly match: number[] = []
  readonly answeredAt: Nanos[] = []
  readonly answeredRound: number[] = []
  /** Rounds of reads that have begun; every message carries it. */
  round = 0

  constructor(state: RaftState<Command>) {
    this.#state = state
    this.answeredAt[state.self] = this.answeredRound[state.self] = Infinity
    this.match[state.self] = 0
    this.adopt()
  }

  /** Takes up the members of the newest configuration. */
  adopt(): void {
    const { self, configuration, log } = this.#state
    const members = membersOf(configuration).filter((member) => member !== self)
    for (const member of members) {
      if (this.#progress[member] !== undefined) continue
      this.#progress[member] = new Progress(member, log.lastIndex + 1)
      this.match[member] = 0
      this.answeredAt[member] = this.answeredRound[member] = -Infinity
    }
    for (const { member } of this.#peers) if (!members.includes(member)) this.#progress[member] = undefined
    this.#peers = members.map((member) => this.#progress[member]!)
  }

  /** Sends each what it lacks and may be sent. */
  broadcast(): void {
    for (const progress of this.#peers) this.#send(progress, false)
  }

  /** Sends each at least a heartbeat. */
  beat(): void {
    for (const progress of this.#peers) this.#send(progress, true)
  }

  /** Heartbeats to those who have not heard of us for so long. */
  tick(): void {
    const { now, options } = this.#state
    for (const progress of this.#peers) {
      if (now - progress.sentAt < options.heartbeatNanos) continue
      const lost = now - progress.snapshotAt >= options.electionTimeoutNanos
      if (progress.mode === 'snapshot' && lost) progress.probeFrom(this.match[progress.member] + 1)
      this.#send(progress, true)
    }
  }

  tellCommitted(): void {
    const { outbox, term, commitIndex } = this.#state
    for (const { member, mode } of this.#peers)
      if (mode === 'replicate') outbox.sendFirst(member, { type: 'commit', term, commitIndex })
  }

  /** Takes note of an answer; true when more of the log is now known to be held. */
  answered(from: number, reply: AppendReply): boolean {
    const progress = this.#progress[from]
    if (progress === undefined) return false
    if (reply.sentAt > this.answeredAt[from]) this.answeredAt[from] = reply.sentAt
    if (reply.round > this.answeredRound[from]) this.answeredRound[from] = reply.round
    if (!reply.accepted) {
      this.#refused(progress, reply)
      return false
    }
    const grew = reply.index > this.match[from]
    if (grew) this.match[from] = reply.index
    // It answers what was sent after the snapshot, and does not have it: the snapshot was lost.
    const lost = progress.mode === 'snapshot' && reply.sentAt > progress.snapshotAt
    if (lost && reply.index < progress.snapshotIndex) progress.probeFrom(this.match[from] + 1)
    progress.agrees(reply.index)
    this.#send(progress, false)
    return grew
  }

  holds(member: number, index: number): boolean {
    return (this.match[member] ?? -1) >= index
  }

  /** What the view draws: each member's place. Reads only. */
  inspect() {
    return this.#peers.map(({ member, mode, next }) => ({ member, mode, next, match: this.match[member] }))
  }

  #refused(progress: Progress, { index, hintIndex, hintTerm }: AppendReply): void {
    const { log } = this.#state
    const match = this.match[progress.member]
    const stale = progress.mode === 'probe' ? index !== progress.next - 1 : index <= match
    if (stale || progress.mode === 'snapshot') return
    let next = hintIndex
    if (hintTerm >= 0) {
      const ours = log.lastUpToTerm(index, hintTerm)
      next = log.termAt(ours) === hintTerm ? ours + 1 : Math.min(ours + 1, hintIndex)
    }
    progress.probeFrom(Math.max(match + 1, Math.min(next, index)))
    this.#send(progress, false)
  }

  #send(progress: Progress, atLeastBeat: boolean): void {
    const { log, options } = this.#state
    const { member, next, mode } = progress
    if (mode === 'snapshot') {
      if (atLeastBeat) this.#append(progress, 0, NO_ENTRIES)
      return
    }
    if (next <= log.baseIndex) return this.#sendSnapshot(progress)
    const room = mode === 'probe' ? options.maxAppendEntries : this.match[member] + options.maxInFlightEntries
    const upTo = Math.min(
      log.lastIndex,
      next + options.maxAppendEntries - 1,
      mode === 'probe' ? Infinity : room,
    )
    const waits = progress.waits && mode === 'probe'
    if (!atLeastBeat && (upTo < next || waits)) return
    this.#append(progress, next - 1, upTo < next ? NO_ENTRIES : log.slice(next, upTo))
    if (mode === 'probe') progress.waits = true
    else if (upTo >= next) progress.next = upTo + 1
  }

  /** With `previousIndex` 0 it fits every log, and says nothing about any. */
  #append(progress: Progress, previousIndex: number, entries: readonly LogEntry<Command>[]): void {
    const { term, log, commitIndex, now, outbox } = this.#state
    progress.sentAt = now
    outbox.sendFirst(progress.member, {
      type: 'append',
      term,
      previousIndex,
      previousTerm: previousIndex === 0 ? 0 : log.termAt(previousIndex),
      entries,
      commitIndex,
      sentAt: now,
      round: this.round,
    })
  }

  #sendSnapshot(progress: Progress): void {
    const { term, snapshot, now, outbox } = this.#state
    progress.beginSnapshot(snapshot.index, now)
    progress.sentAt = now
    outbox.sendFirst(progress.member, { type: 'snapshot', term, snapshot, sentAt: now, round: this.round })
  }
}
