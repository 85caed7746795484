import { createDecision, type LimiterState } from '../../../algorithms/ratelimit/limiter.ts'
import type { StoreRequest } from '../../limiter-store/protocol.ts'
import type { Placement } from '../placement.ts'

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
    if (call === null) return
    // The policy that was asked about: another may be in force by now.
    const { subject, policy } = child.body as Extract<StoreRequest, { what: 'read' }>
    const { cost } = call
    const state = child.value as LimiterState
    const core = memory.table.core(policy)
    const decision = createDecision()
    core.decide(state, tools.clock, cost, decision, true)
    if (memory.store !== null) tools.ask(call, { what: 'write', subject, policy, state })
    tools.decided(call, policy, decision)
    tools.settle(call, decision)
  },
}
