import type { RaftProperty, RaftStart, RaftStep } from './raft-step.ts'

/** A leader never takes back or replaces entries of its own log; it only appends (figure 3). */
export class LeaderAppendOnly implements RaftProperty {
  readonly name = 'raft-leader-append-only'
  /** By member: the term that it led at its last step (0: none), and how long its log was. */
  readonly #led: number[] = []
  readonly #length: number[] = []

  started({ member }: RaftStart): null {
    this.#led[member] = 0
    return null
  }

  stepped({ member, raft, output }: RaftStep): string | null {
    const leads = raft.role === 'leader' ? raft.term : 0
    const went = leads !== 0 && this.#led[member] === leads
    const from = output.persist?.from ?? 0
    const broken = went && from !== 0 && from <= this.#length[member]
    const says = `Server ${member} leads term ${leads} and replaces entry ${from} of its own log.`
    this.#led[member] = leads
    this.#length[member] = raft.lastIndex
    return broken ? says : null
  }
}
