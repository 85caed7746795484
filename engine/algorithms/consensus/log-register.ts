import type { Nanos } from '../../lib/units.ts'
import type { Outbox } from '../replication/outbox.ts'
import type { Key, Reading, Value } from '../replication/replica.ts'

/** What a replicated log of registers is made of. */
export interface RegisterCommand {
  /** The member that put it into the log, and its name there. */
  readonly origin: number
  readonly request: number
  readonly key: Key
  /** What is written; a read through the log has none. */
  readonly value?: Value
}

/**
 * Registers on top of a log that is the same everywhere: applies commands in their order, and answers those that were
 * asked for here when their turn comes.
 * Paper: Schneider, "Implementing fault-tolerant services using the state machine approach" (1990). Compare: replicated
 * registers without a log (`QuorumReplication`). Cost: O(1) a command. Invariant: replicas that have applied the same
 * prefix hold the same; a request is answered once.
 */
export class LogRegister {
  /** How many commands have been applied: the place in the log. */
  applied: number
  readonly #self: number
  readonly #values: Map<Key, Value>
  readonly #outbox: Pick<Outbox<never>, 'accept' | 'refuse'>
  /** Requests made here whose commands are not applied yet, the oldest first; and since when they wait. */
  readonly #waiting = new Map<number, Nanos>()

  /** `values` are those after the first `applied` commands. */
  constructor(options: {
    readonly self: number
    readonly values: Map<Key, Value>
    readonly applied: number
    readonly outbox: Pick<Outbox<never>, 'accept' | 'refuse'>
  }) {
    this.#self = options.self
    this.#values = options.values
    this.#outbox = options.outbox
    this.applied = options.applied
  }

  get(key: Key): Value {
    return this.#values.get(key) ?? null
  }

  contents(): [string, Reading][] {
    return [...this.#values].map(([key, value]) => [String(key), value])
  }

  /** All values, as a copy that may be sent. */
  copy(): [Key, Value][] {
    return [...this.#values]
  }

  /** Somebody else's copy takes the place of what is here. */
  replace(values: readonly (readonly [Key, Value])[], applied: number): void {
    this.#values.clear()
    for (const [key, value] of values) this.#values.set(key, value)
    this.applied = applied
  }

  wait(now: Nanos, request: number): void {
    this.#waiting.set(request, now)
  }

  /** The next command of the log; null does nothing. */
  apply(command: RegisterCommand | null, index: number): void {
    this.applied = index
    if (command === null) return
    const { origin, request, key, value } = command
    if (value !== undefined) this.#values.set(key, value)
    if (origin !== this.#self || !this.#waiting.delete(request)) return
    this.#outbox.accept(request, value === undefined ? this.get(key) : null, null)
  }

  /** Gives up on what has waited since before `since`: it may still happen. */
  giveUp(since: Nanos): void {
    for (const [request, waitsSince] of this.#waiting) {
      if (waitsSince >= since) break // later ones have waited less
      this.#waiting.delete(request)
      this.#outbox.refuse(request, 'timeout', false)
    }
  }

  /** What was asked for here may have been overtaken by another leader's log, or not. */
  loseLeadership(): void {
    this.giveUp(Infinity)
  }

  inspect() {
    return { applied: this.applied, keys: this.#values.size, waiting: this.#waiting.size } as const
  }
}
