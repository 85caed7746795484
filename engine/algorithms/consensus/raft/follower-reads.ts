import type { Nanos } from '../../../lib/units.ts'
import type { ReadIndexReply } from './messages.ts'
import type { RaftState } from './raft-state.ts'

interface AskedRead {
  readonly requestId: number
  readonly askedAt: Nanos
  /** Must be applied first; Infinity until the leader has said. */
  index: number
}

/**
 * Reads at a server that does not lead: it asks the leader up to where it must have applied the log, and answers then.
 * Paper: Ongaro's thesis (2014), section 6.4, last part. Compare: sending the read itself to the leader, which then does the work.
 * Cost: a message and a reply a read. Invariant: as of a leader's reads; a lost message loses only the read.
 */
export class FollowerReads<Command> {
  readonly #state: RaftState<Command>
  readonly #asked = new Map<number, AskedRead>()
  #applied = 0

  constructor(state: RaftState<Command>) {
    this.#state = state
  }

  /** `requestId` is one that this server has never used, not even before a crash: answers may come late. */
  ask(requestId: number): void {
    const { leader, outbox, term, durableTerm, now } = this.#state
    if (leader === -1) return outbox.refuseRead(requestId, 'not-leader')
    this.#asked.set(requestId, { requestId, askedAt: now, index: Infinity })
    const question = { type: 'read-index', term, requestId } as const
    if (term === durableTerm) outbox.sendFirst(leader, question)
    else outbox.send(leader, question)
  }

  answered({ requestId, index }: ReadIndexReply): void {
    const asked = this.#asked.get(requestId)
    if (asked === undefined) return
    asked.index = index
    this.#answerIfApplied(asked)
  }

  /** Everything up to `index` has been applied. */
  applied(index: number): void {
    if (index === this.#applied) return
    this.#applied = index
    for (const asked of this.#asked.values()) this.#answerIfApplied(asked)
  }

  /** Gives up what no leader has answered for an election timeout. */
  tick(): void {
    const { options, now, outbox } = this.#state
    for (const { requestId, askedAt } of this.#asked.values()) {
      if (now - askedAt < options.electionTimeoutNanos) return
      this.#asked.delete(requestId)
      outbox.refuseRead(requestId, 'timeout')
    }
  }

  #answerIfApplied({ requestId, index }: AskedRead): void {
    if (index > this.#applied) return
    this.#asked.delete(requestId)
    this.#state.outbox.read(requestId, index)
  }
}
