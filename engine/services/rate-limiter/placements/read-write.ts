import { createDecision, type LimiterState } from '../../../algorithms/ratelimit/limiter.ts'
import { subjectOf, type Placement } from '../placement.ts'

/**
 * Reads the counter, decides here and writes it back. Between the two another server does the same, and one of the updates is
 * lost: under concurrency it admits more than the limit.
 */
export const readWrite: Placement = {
  begin(_memory, call, tools) {
    const [{ subject, policy }] = tools.charges(call)
    tools.ask(call, { what: 'read', subject, policy })
  },
  answered(memory, child, call, tools) {
    if (child.value === true) return // the write is done; nobody waits for it
    const charges = tools.charges(call)
    const [{ subject, policy, cost }] = charges
    const state = child.value as LimiterState
    const core = memory.table.core(policy)
    const decision = createDecision()
    core.decide(state, tools.clock, cost, decision, true)
    tools.ask(call, { what: 'write', subject, policy, state })
    tools.decided(subjectOf(call, charges), decision.allowed, 0)
    tools.settle(call, decision)
  },
}
