import type { Configuration } from './configuration.ts'
import type { RaftRules } from './rules.ts'

/** What votes amount to: enough for, enough against, or too few to tell. */
export type Tally = 'won' | 'lost' | 'open'

const scratch: number[] = []

/**
 * Counts what a quorum is: a majority of the voters, and while the group changes one of each set.
 * Paper: Ongaro and Ousterhout (2014), section 6. Compare: etcd-io/raft `quorum/`, the same split. Cost: O(voters²), of few.
 * Invariant: any two quorums of one configuration share a voter.
 */
export class Quorum {
  readonly #rules: RaftRules

  constructor(rules: RaftRules) {
    this.#rules = rules
  }

  /** The highest value that a quorum has reached, each member's being `valueOf[member]`. */
  reached({ voters, outgoing }: Configuration, valueOf: readonly number[]): number {
    const value = this.#reachedBy(voters, valueOf)
    return outgoing.length === 0 ? value : Math.min(value, this.#reachedBy(outgoing, valueOf))
  }

  /** `votes[member]` is true or false, or undefined while nothing was heard. */
  tally({ voters, outgoing }: Configuration, votes: readonly (boolean | undefined)[]): Tally {
    const first = this.#tallyOf(voters, votes)
    if (outgoing.length === 0 || first === 'lost') return first
    const second = this.#tallyOf(outgoing, votes)
    return first === 'won' || second === 'lost' ? second : 'open'
  }

  #reachedBy(voters: readonly number[], valueOf: readonly number[]): number {
    scratch.length = 0
    for (const voter of voters) {
      const value = valueOf[voter] ?? -Infinity
      let hole = scratch.push(value) - 1
      for (; hole > 0 && scratch[hole - 1] < value; hole--) scratch[hole] = scratch[hole - 1]
      scratch[hole] = value
    }
    // An empty half has nothing to say.
    return voters.length === 0 ? Infinity : scratch[this.#rules.majority(voters.length) - 1]
  }

  #tallyOf(voters: readonly number[], votes: readonly (boolean | undefined)[]): Tally {
    let granted = 0
    let refused = 0
    for (const voter of voters) {
      if (votes[voter] === true) granted += 1
      else if (votes[voter] === false) refused += 1
    }
    const needed = this.#rules.majority(voters.length)
    if (granted >= needed) return 'won'
    return voters.length - refused < needed ? 'lost' : 'open'
  }
}
