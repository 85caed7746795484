import type { Accepted, Ballot } from './paxos-messages.ts'

/** A proposal of the present leader that is not chosen yet. */
interface Proposal<Command> {
  readonly command: Command | null
  readonly acceptedBy: Set<number>
}

export interface ProposalsOptions {
  /** How many members must promise, and how many must accept. */
  readonly quorum: number
  /** False: values that others may have chosen are not looked at. What naive proposers do. */
  readonly adopts?: boolean
  /** False: it proposes as soon as a quorum has promised, though they may have settled more than it knows of. What naive proposers do. */
  readonly learnsFirst?: boolean
}

/**
 * One ballot of a proposer: first it learns, from a quorum, what may already be chosen; those values it must propose again,
 * the one of the highest ballot in each slot; then it is free to propose its own in the slots after.
 * Paper: Lamport, "Paxos made simple" (2001), sections 2.2 and 3. Compare: Raft's leader, whom votes guarantee a complete
 * log. Cost: O(members) a slot. Invariant: if a value is chosen in a slot, every later ballot proposes that value there.
 */
export class Proposals<Command> {
  readonly ballot: Ballot
  readonly #options: ProposalsOptions
  readonly #promisedBy = new Set<number>()
  /** By slot: what was accepted in the highest ballot heard of. */
  readonly #heard = new Map<number, Accepted<Command>>()
  readonly #open = new Map<number, Proposal<Command>>()
  #next = 0
  #leads = false
  /** How long the longest log of those who promised is: what is settled there they no longer tell as accepted. */
  #settled = 0

  constructor(options: ProposalsOptions, ballot: Ballot) {
    this.#options = options
    this.ballot = ballot
  }

  get leads(): boolean {
    return this.#leads
  }

  /** A promise with what its giver had accepted, after the `settled` slots of its log. */
  promised(by: number, accepted: readonly Accepted<Command>[], settled: number): void {
    if (this.#leads) return
    this.#promisedBy.add(by)
    this.#settled = Math.max(this.#settled, settled)
    for (const one of accepted) {
      const known = this.#heard.get(one.slot)
      if (known === undefined || one.ballot > known.ballot) this.#heard.set(one.slot, one)
    }
  }

  /** True once, when a quorum has promised and every slot that is settled for one of them is settled here (`chosen`), too. */
  begins(chosen: number): boolean {
    const { quorum, learnsFirst } = this.#options
    if (this.#leads || this.#promisedBy.size < quorum) return false
    this.#leads = chosen >= this.#settled || learnsFirst === false
    return this.#leads
  }

  /** What must be proposed first, once it leads: what may be chosen already, and nothing where there are gaps. `chosen`: slots that are settled. */
  adopt(chosen: number): { slot: number; command: Command | null }[] {
    this.#next = chosen
    if (this.#options.adopts === false) return []
    const last = Math.max(-1, ...this.#heard.keys())
    const adopted: { slot: number; command: Command | null }[] = []
    for (let slot = chosen; slot <= last; slot++)
      adopted.push({ slot, command: this.#heard.get(slot)?.command ?? null })
    this.#next = Math.max(chosen, last + 1)
    return adopted
  }

  /** The slot for a new command. */
  nextSlot(): number {
    return this.#next++
  }

  open(slot: number, command: Command | null): void {
    this.#open.set(slot, { command, acceptedBy: new Set() })
  }

  /** True when `by` was the one that makes it chosen. */
  accepted(by: number, slot: number): boolean {
    const proposal = this.#open.get(slot)
    if (proposal === undefined) return false
    proposal.acceptedBy.add(by)
    return proposal.acceptedBy.size === this.#options.quorum
  }

  /** Takes a proposal off the list, with its command. */
  close(slot: number): Command | null {
    const { command } = this.#open.get(slot)!
    this.#open.delete(slot)
    return command
  }

  /** Proposals that are not chosen yet, with who has not accepted them. */
  *waiting(members: number): Iterable<{ slot: number; command: Command | null; missing: number[] }> {
    for (const [slot, { command, acceptedBy }] of this.#open) {
      const missing = Array.from({ length: members }, (_, member) => member).filter((m) => !acceptedBy.has(m))
      yield { slot, command, missing }
    }
  }

  inspect() {
    return {
      ballot: this.ballot,
      leads: this.#leads,
      promises: this.#promisedBy.size,
      open: this.#open.size,
    } as const
  }
}
