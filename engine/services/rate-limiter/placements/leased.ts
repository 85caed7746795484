import { createDecision, type Decision } from '../../../algorithms/ratelimit/limiter.ts'
import { TokenLease } from '../../../algorithms/ratelimit/token-lease.ts'
import type { LeaseGrant } from '../../../algorithms/ratelimit/token-lease-pool.ts'
import type { Call } from '../../define-service.ts'
import type { LimiterMemory, Placement, PlacementTools } from '../placement.ts'

/**
 * Fetches tokens by the batch and decides here while they last. What other servers hold on lease is the slack of the promise:
 * within any interval a client may get that much more than its limit.
 */
export const leased: Placement = {
  begin(memory, call, tools) {
    const lease = leaseOf(memory, call, tools)
    if (lease.take(tools.clock, call.cost)) return admit(call, lease, tools)
    const [{ subject, policy }] = tools.charges(call)
    // Somebody's question is under way already: this call waits for no answer of its own and is turned away for now.
    if (lease.ask(tools.clock) === 0) return refuse(call, lease, tools, 0)
    tools.ask(call, { what: 'lease', subject, policy, tokens: tools.leaseTokens })
  },
  answered(memory, child, call, tools) {
    const lease = leaseOf(memory, call, tools)
    const grant = child.value as LeaseGrant
    lease.receive(tools.clock, grant)
    if (lease.take(tools.clock, call.cost)) admit(call, lease, tools)
    else refuse(call, lease, tools, grant.retryAfterNanos)
  },
}

function leaseOf(memory: LimiterMemory, call: Call, { leaseTokens }: PlacementTools): TokenLease {
  let lease = memory.leases.get(call.client)
  if (lease === undefined)
    memory.leases.set(call.client, (lease = new TokenLease({ leaseTokens, lowTokens: 0 })))
  return lease
}

function admit(call: Call, lease: TokenLease, tools: PlacementTools): void {
  report(call, tools, true)
  tools.settle(call, decisionOf(call, lease, tools, true, 0))
}

function refuse(call: Call, lease: TokenLease, tools: PlacementTools, retryAfterNanos: number): void {
  report(call, tools, false)
  tools.settle(call, decisionOf(call, lease, tools, false, retryAfterNanos))
}

function report(call: Call, tools: PlacementTools, allowed: boolean): void {
  tools.decided(call, tools.charges(call)[0].policy, { allowed }, tools.servers * tools.leaseTokens)
}

function decisionOf(
  call: Call,
  lease: TokenLease,
  tools: PlacementTools,
  allowed: boolean,
  retryAfterNanos: number,
): Decision {
  const [{ policy }] = tools.charges(call)
  return {
    ...createDecision(),
    allowed,
    limit: policy.burst,
    remaining: lease.tokens(tools.clock),
    retryAfterNanos,
  }
}
