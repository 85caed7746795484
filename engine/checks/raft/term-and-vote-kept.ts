import type { RaftProperty, RaftStart, RaftStep } from './raft-step.ts'

interface Word {
  term: number
  vote: number
}

/**
 * A server's term never goes back and its vote in a term never changes, crashes included (§5.2): what it has once said to
 * another server, it must still know when it begins again.
 */
export class TermAndVoteKept implements RaftProperty {
  readonly name = 'raft-term-and-vote-kept'
  /** By member: the newest that others have heard from it, and that its machine has shown since it began. */
  readonly #told: Word[] = []
  readonly #shown: Word[] = []

  started({ member, term, vote }: RaftStart): string | null {
    const told = this.#told[member] ?? { term: 0, vote: -1 }
    this.#shown[member] = { term, vote }
    if (term < told.term)
      return `Server ${member} begins again in term ${term}, though it has spoken in term ${told.term}.`
    if (term === told.term && told.vote !== -1 && vote !== told.vote)
      return `Server ${member} begins again and has forgotten that its vote in term ${term} went to server ${told.vote}.`
    return null
  }

  stepped({ member, raft: { term, vote }, received }: RaftStep): string | null {
    if (received !== null) this.#hear(member, received)
    const shown = this.#shown[member]
    const before = { ...shown }
    shown.term = term
    shown.vote = vote
    if (term < before.term) return `Server ${member} goes back from term ${before.term} to term ${term}.`
    if (term === before.term && before.vote !== -1 && vote !== before.vote)
      return `Server ${member} takes back its vote for server ${before.vote} in term ${term}.`
    return null
  }

  #hear(to: number, { from, message }: NonNullable<RaftStep['received']>): void {
    const told = (this.#told[from] ??= { term: 0, vote: -1 })
    const { term } = message
    if (term < told.term) return
    if (term > told.term) Object.assign(told, { term, vote: -1 })
    if (message.type === 'vote-reply' && message.granted && !message.probe) told.vote = to
    if (message.type === 'vote-request' && !message.probe) told.vote = from
  }
}
