import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import { createDecision } from './limiter.ts'
import type { Decision, Limiter, LimiterCore, LimiterState } from './limiter.ts'

/**
 * One client's limiter: a core and its state, with a decision object that is filled anew on every call.
 * Paper: none. Compare: LimiterTable, which keeps many clients' states over one core.
 * Cost: the core's; nothing is allocated per decision. Invariant: peek and inspect leave the state as it was.
 */
export class StatefulLimiter<State extends LimiterState> implements Limiter {
  readonly #core: LimiterCore<State>
  readonly #decision: Decision = createDecision()
  #state: State

  constructor(core: LimiterCore<State>, now: Nanos = 0) {
    this.#core = core
    this.#state = core.initial(now)
  }

  take(now: Nanos, cost = 1): Decision {
    assert(Number.isInteger(cost) && cost >= 1, 'cost is a positive integer')
    this.#core.decide(this.#state, now, cost, this.#decision, true)
    return this.#decision
  }

  peek(now: Nanos, cost = 1): Decision {
    assert(Number.isInteger(cost) && cost >= 1, 'cost is a positive integer')
    this.#core.decide(this.#state, now, cost, this.#decision, false)
    return this.#decision
  }

  refund(now: Nanos, cost = 1): void {
    assert(Number.isInteger(cost) && cost >= 1, 'cost is a positive integer')
    this.#core.refund(this.#state, now, cost)
  }

  inspect(now: Nanos): Record<string, number | readonly number[]> {
    return this.#core.inspect(this.#state, now)
  }

  export(): State {
    return this.#core.copy(this.#state)
  }

  /** Replaces the state by a copy of one that `export` returned, of the same algorithm and options. */
  import(state: State): void {
    this.#state = this.#core.copy(state)
  }

  get bytes(): number {
    return this.#core.bytes(this.#state)
  }
}
