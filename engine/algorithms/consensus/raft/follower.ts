import type { AppendReply, AppendRequest, CommitNotice, SnapshotRequest } from './messages.ts'
import type { RaftState } from './raft-state.ts'

type Stamp = Pick<AppendReply, 'sentAt' | 'round'>

/**
 * What a server does with what its leader sends: entries that follow what it has, or a whole snapshot.
 * Paper: Ongaro and Ousterhout (2014), sections 5.3 and 7. Compare: `LogFollower` of log shipping.
 * Cost: O(entries sent), and O(run of one term) to hint at where logs part. Invariant: entries are taken back only when they
 * contradict the leader's, never because a message is old and short.
 */
export class Follower<Command> {
  readonly #state: RaftState<Command>
  /** Up to here the log is the leader's; only so far may its word of what is committed be taken. */
  #agreed = 0
  #agreedTerm = 0

  constructor(state: RaftState<Command>) {
    this.#state = state
  }

  append(from: number, request: AppendRequest<Command>): void {
    const state = this.#state
    const { previousIndex, previousTerm, entries } = request
    state.follow(from)
    const previous = { index: previousIndex, term: previousTerm }
    if (!state.options.rules.fits(state.log, previous)) return this.#refuseAt(from, request)
    if (!this.#take(entries)) return
    const last = previousIndex + entries.length
    this.#agree(last)
    state.commit(Math.min(request.commitIndex, last))
    this.#reply(from, request, true, last)
  }

  /** The leader says how far the log is committed. */
  committed(from: number, { commitIndex }: CommitNotice): void {
    this.#state.follow(from)
    if (this.#agreedTerm === this.#state.term) this.#state.commit(Math.min(commitIndex, this.#agreed))
  }

  install(from: number, request: SnapshotRequest): void {
    const state = this.#state
    const { snapshot } = request
    state.follow(from)
    if (snapshot.index <= state.commitIndex) return this.#reply(from, request, true, state.commitIndex)
    if (state.log.termAt(snapshot.index) === snapshot.term) {
      state.commit(snapshot.index) // the log holds all of it already
    } else {
      state.log.reset(snapshot.index, snapshot.term)
      state.configurations.reset(snapshot.index, snapshot.configuration)
      state.snapshot = snapshot
      state.commitIndex = snapshot.index
      state.outbox.install(snapshot)
      state.outbox.notice({ type: 'snapshot-installed', index: snapshot.index, from })
    }
    this.#agree(snapshot.index)
    this.#reply(from, request, true, snapshot.index)
  }

  /** Tells a leader of the past that it is one. */
  refuse(from: number, stamp: Stamp): void {
    this.#reply(from, stamp, false, 0)
  }

  /** False: they contradict what is committed here, which cannot be unless somebody has broken a promise. */
  #take(entries: AppendRequest<Command>['entries']): boolean {
    const { log, options, commitIndex, outbox } = this.#state
    const first = options.rules.firstNews(log, entries)
    if (first === entries.length) return true
    const { index } = entries[first]
    if (index <= commitIndex) {
      outbox.notice({ type: 'contradicted', index })
      return false
    }
    if (index <= log.lastIndex) this.#state.truncate(index)
    for (let i = first; i < entries.length; i++) this.#state.append(entries[i])
    return true
  }

  #agree(index: number): void {
    const { term } = this.#state
    this.#agreed = this.#agreedTerm === term ? Math.max(this.#agreed, index) : index
    this.#agreedTerm = term
  }

  #refuseAt(from: number, request: AppendRequest<Command>): void {
    const { log } = this.#state
    const { previousIndex } = request
    if (previousIndex > log.lastIndex)
      return this.#reply(from, request, false, previousIndex, log.lastIndex + 1)
    const hintTerm = log.termAt(previousIndex)
    this.#reply(from, request, false, previousIndex, log.firstOfTerm(previousIndex), hintTerm)
  }

  #reply(
    from: number,
    { sentAt, round }: Stamp,
    accepted: boolean,
    index: number,
    hintIndex = 0,
    hintTerm = -1,
  ): void {
    const { term, outbox } = this.#state
    outbox.send(from, {
      type: 'append-reply',
      term,
      accepted,
      index,
      hintIndex,
      hintTerm,
      sentAt,
      round,
    })
  }
}
