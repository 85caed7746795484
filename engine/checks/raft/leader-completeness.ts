import type { RaftProperty, RaftStep } from './raft-step.ts'

/** How many of the newest committed entries are asked for. */
const REMEMBERED = 2_000

interface Committed {
  /** The entry's own term, and the term of the server that was the first to take it for committed. */
  readonly term: number
  readonly inTerm: number
}

/** What is committed in one term is in the log of the leaders of all later terms (figure 3). Looked at when one begins to lead. */
export class LeaderCompleteness implements RaftProperty {
  readonly name = 'raft-leader-completeness'
  readonly #committed = new Map<number, Committed>()
  #highest = 0

  started(): null {
    return null
  }

  stepped({ member, raft, output }: RaftStep): string | null {
    let says: string | null = null
    if (output.notices.some(({ type }) => type === 'became-leader')) says = this.#missing(member, raft)
    for (const { index, term } of output.committed) {
      if (this.#committed.has(index)) continue
      this.#committed.set(index, { term, inTerm: raft.term })
      this.#highest = Math.max(this.#highest, index)
      this.#committed.delete(index - REMEMBERED)
    }
    return says
  }

  #missing(member: number, raft: RaftStep['raft']): string | null {
    const from = Math.max(raft.baseIndex, this.#highest - REMEMBERED + 1, 1)
    for (let index = from; index <= this.#highest; index++) {
      const committed = this.#committed.get(index)
      if (committed === undefined || committed.inTerm >= raft.term) continue
      const term = raft.termAt(index)
      if (term === committed.term) continue
      const has = term < 0 ? 'does not have it' : `has one of term ${term} there`
      return `Entry ${index} of term ${committed.term} was committed in term ${committed.inTerm}, but server ${member}, which leads term ${raft.term}, ${has}.`
    }
    return null
  }
}
