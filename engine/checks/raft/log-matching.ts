import type { LogEntry } from '../../algorithms/consensus/raft/log-entry.ts'
import type { RaftProperty, RaftStep } from './raft-step.ts'

/** How many of the newest indexes are remembered: entries that far back have long been committed. */
const REMEMBERED = 2_000

interface Known {
  readonly entry: LogEntry<unknown>
  readonly previousTerm: number
}

/**
 * Two logs that have an entry of the same index and term are the same up to there (figure 3). Checked step by step: of each index
 * and term there is one entry and one term before it, in whatever log, so that sameness goes back from entry to entry.
 */
export class LogMatching implements RaftProperty {
  readonly name = 'raft-log-matching'
  readonly #known = new Map<number, Known[]>()
  #highest = 0

  started(): null {
    return null
  }

  stepped({ member, raft, output }: RaftStep): string | null {
    for (const entry of output.persist?.entries ?? []) {
      const broken = this.#look(member, entry, raft.termAt(entry.index - 1))
      if (broken !== null) return broken
    }
    return null
  }

  #look(member: number, entry: LogEntry<unknown>, previousTerm: number): string | null {
    const { index, term } = entry
    const known = this.#known.get(index)?.find((other) => other.entry.term === term)
    if (known === undefined) {
      this.#remember(entry, previousTerm)
      return null
    }
    if (known.entry.command !== entry.command || known.entry.configuration !== entry.configuration)
      return `Server ${member} holds another entry ${index} of term ${term} than others do.`
    if (known.previousTerm !== previousTerm)
      return `Before entry ${index} of term ${term}, server ${member} holds one of term ${previousTerm} and others one of term ${known.previousTerm}.`
    return null
  }

  #remember(entry: LogEntry<unknown>, previousTerm: number): void {
    const known = this.#known.get(entry.index)
    if (known === undefined) this.#known.set(entry.index, [{ entry, previousTerm }])
    else known.push({ entry, previousTerm })
    if (entry.index <= this.#highest) return
    this.#highest = entry.index
    this.#known.delete(entry.index - REMEMBERED)
  }
}
