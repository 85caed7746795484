import type { Accepted, Ballot } from './paxos-messages.ts'

export interface AcceptorOptions {
  /** False: a promise is given and not kept. What naive acceptors do. */
  readonly keepsPromises?: boolean
}

/** What of an acceptor survives a crash. Changed in place. */
export interface AcceptorDurable<Command> {
  promised: Ballot
  readonly accepted: Map<number, Accepted<Command>>
}

/**
 * The memory of Paxos: promises to take no proposal older than the latest it has heard of, and remembers what it took.
 * Paper: Lamport, "The part-time parliament" (1998); "Paxos made simple" (2001), section 2.2. Compare: Raft's voter, which
 * promises by term and takes a whole log. Cost: O(1) and a forced record an answer; O(slots after `from`) a promise.
 * Invariant: never accepts a ballot below the largest it has promised or accepted.
 */
export class Acceptor<Command> {
  readonly #options: AcceptorOptions
  readonly #durable: AcceptorDurable<Command>

  static durable<Command>(): AcceptorDurable<Command> {
    return { promised: -1, accepted: new Map() }
  }

  constructor(options: AcceptorOptions, durable: AcceptorDurable<Command>) {
    this.#options = options
    this.#durable = durable
  }

  get promised(): Ballot {
    return this.#durable.promised
  }

  /** Phase 1: what was accepted from `slot` on, or null when a later ballot has been promised. */
  promise(ballot: Ballot, slot: number): Accepted<Command>[] | null {
    if (ballot < this.#durable.promised) return null
    if (this.#options.keepsPromises !== false) this.#durable.promised = ballot
    const accepted: Accepted<Command>[] = []
    for (const one of this.#durable.accepted.values()) if (one.slot >= slot) accepted.push(one)
    return accepted
  }

  /** Phase 2: whether the proposal was taken. */
  accept({ slot, ballot, command }: Accepted<Command>): boolean {
    if (ballot < this.#durable.promised) return false
    if (this.#options.keepsPromises !== false) this.#durable.promised = ballot
    this.#durable.accepted.set(slot, { slot, ballot, command })
    return true
  }

  /** What is chosen below `slot` need not be remembered as accepted. */
  forgetBelow(slot: number): void {
    for (const known of this.#durable.accepted.keys()) {
      if (known >= slot) break
      this.#durable.accepted.delete(known)
    }
  }

  inspect() {
    return { promised: this.#durable.promised, accepted: this.#durable.accepted.size } as const
  }
}
