import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import { createDecision } from './limiter.ts'
import type { Decision, LimiterCore, LimiterState } from './limiter.ts'

/**
 * One decision as a pure function: the state that was read comes in, the state to be written back comes out, and the
 * one that came in is untouched. Between a server's read and its write another server may do the same, and one of the
 * two updates is lost: that is the non-atomic read-modify-write which admits too much. Run it inside the store
 * (atomically) and it is sound.
 * Paper: none; the lost-update anomaly is in Berenson et al., "A Critique of ANSI SQL Isolation Levels" (1995), P4.
 * Compare: StatefulLimiter (in place). Cost: the core's, and a copy of the state. Invariant: `state` does not change.
 */
export function decideOn<State extends LimiterState>(
  core: LimiterCore<State>,
  state: State,
  now: Nanos,
  cost = 1,
): { state: State; decision: Decision } {
  assert(Number.isInteger(cost) && cost >= 1, 'cost is a positive integer')
  const next = core.copy(state)
  const decision = createDecision()
  core.decide(next, now, cost, decision, true)
  return { state: next, decision }
}
