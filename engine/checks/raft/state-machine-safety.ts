import type { LogEntry } from '../../algorithms/consensus/raft/log-entry.ts'
import type { RaftProperty, RaftStart, RaftStep } from './raft-step.ts'

const REMEMBERED = 2_000

/** No two servers apply different entries at one index (figure 3), and each applies all of them, in order. */
export class StateMachineSafety implements RaftProperty {
  readonly name = 'raft-state-machine-safety'
  readonly #entries = new Map<number, LogEntry<unknown>>()
  /** By member: up to where it has applied. */
  readonly #applied: number[] = []
  #highest = 0

  started({ member, snapshotIndex, snapshotTerm }: RaftStart): string | null {
    return this.#restored(member, snapshotIndex, snapshotTerm)
  }

  stepped({ member, output: { restore, committed } }: RaftStep): string | null {
    let says = restore === null ? null : this.#restored(member, restore.index, restore.term)
    for (const entry of committed) says = this.#apply(member, entry) ?? says
    return says
  }

  #restored(member: number, index: number, term: number): string | null {
    this.#applied[member] = index
    const known = this.#entries.get(index)
    if (known === undefined || known.term === term) return null
    return `Server ${member} begins after entry ${index} of term ${term}; others applied one of term ${known.term} there.`
  }

  #apply(member: number, entry: LogEntry<unknown>): string | null {
    const { index, term } = entry
    const before = this.#applied[member]
    this.#applied[member] = index
    if (index !== before + 1) return `Server ${member} applies entry ${index} right after entry ${before}.`
    const known = this.#entries.get(index)
    if (known === undefined) {
      this.#entries.set(index, entry)
      this.#highest = Math.max(this.#highest, index)
      this.#entries.delete(this.#highest - REMEMBERED)
      return null
    }
    const same =
      known.term === term && known.command === entry.command && known.configuration === entry.configuration
    if (same) return null
    return `Server ${member} applies an entry of term ${term} at index ${index}, where another applied one of term ${known.term}.`
  }
}
