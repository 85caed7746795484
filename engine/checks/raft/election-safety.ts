import type { RaftProperty, RaftStep } from './raft-step.ts'

/** At most one server leads a term (figure 3). */
export class ElectionSafety implements RaftProperty {
  readonly name = 'raft-election-safety'
  readonly #leaders = new Map<number, number>()

  started(): null {
    return null
  }

  stepped({ member, raft: { role, term } }: RaftStep): string | null {
    if (role !== 'leader') return null
    const leader = this.#leaders.get(term)
    if (leader === member) return null
    if (leader !== undefined) return `Servers ${leader} and ${member} both lead term ${term}.`
    this.#leaders.set(term, member)
    return null
  }
}
