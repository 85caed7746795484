import { createDecision, type Decision } from '../../../algorithms/ratelimit/limiter.ts'
import { TokenLease } from '../../../algorithms/ratelimit/token-lease.ts'
import type { LeaseGrant } from '../../../algorithms/ratelimit/token-lease-pool.ts'
import type { Call } from '../../define-service.ts'
import type { LimiterMemory, Placement, PlacementTools } from '../placement.ts'
import { local } from './local.ts'

/**
 * Fetches tokens by the batch and decides here while they last; whoever comes while a batch is on its way waits for it. What other
 * servers hold on lease is the slack of the promise: within any interval a client may get that much more than its limit. Leases run
 * by a clock that is never set: one that is set forward would end them as they come, and set back would not ask for new ones.
 */
export const leased: Placement = {
  begin(memory, call, tools) {
    if (memory.store === null) return local.begin(memory, call, tools) // it was taken away while they waited for it
    const lease = leaseOf(memory, call.client, tools)
    if (lease.take(tools.monotonic, call.cost)) return admit(call, lease, tools)
    if (lease.asking) return wait(memory, call)
    // Lately the pool had nothing, or did not answer.
    if (lease.ask(tools.monotonic) === 0) return refuse(call, lease, tools)
    const [{ subject, policy }] = tools.charges(call)
    tools.ask(call, { what: 'lease', subject, policy, tokens: tools.leaseTokens })
  },
  answered(memory, child, call, tools) {
    // The tokens are there for all, also when whoever asked for them has left.
    const lease = leaseOf(memory, child.client, tools)
    lease.receive(tools.monotonic, child.value as LeaseGrant)
    if (call !== null) {
      if (lease.take(tools.monotonic, call.cost)) admit(call, lease, tools)
      else refuse(call, lease, tools)
    }
    for (const each of takeWaiting(memory, child.client)) leased.begin(memory, each, tools)
  },
  failed(memory, child, tools) {
    const lease = leaseOf(memory, child.client, tools)
    const others = takeWaiting(memory, child.client)
    // Whoever asked in the last moment before his own deadline has not waited long enough to judge the store.
    const judged = child.failure !== 'timeout' || child.deadline - child.sentAt >= tools.storeTimeoutNanos
    lease.askFailed(tools.monotonic, judged ? tools.storeTimeoutNanos : 0)
    if (judged) return others
    for (const each of others) leased.begin(memory, each, tools)
    return []
  },
}

function wait({ waiting }: LimiterMemory, call: Call): void {
  const { id, client } = call
  const others = waiting.get(client)
  if (others === undefined) waiting.set(client, [{ id, call }])
  else others.push({ id, call })
}

/** Those who have waited for an answer about a client, and still do. */
function takeWaiting({ waiting }: LimiterMemory, client: number): Call[] {
  const waited = waiting.get(client) ?? []
  waiting.delete(client)
  return waited.filter(({ id, call }) => call.id === id && call.owing).map(({ call }) => call)
}

function leaseOf(memory: LimiterMemory, client: number, { leaseTokens }: PlacementTools): TokenLease {
  let lease = memory.leases.get(client)
  if (lease === undefined) memory.leases.set(client, (lease = new TokenLease({ leaseTokens, lowTokens: 0 })))
  return lease
}

function admit(call: Call, lease: TokenLease, tools: PlacementTools): void {
  report(call, tools, true)
  tools.settle(call, decisionOf(call, lease, tools, true, 0))
}

function refuse(call: Call, lease: TokenLease, tools: PlacementTools): void {
  report(call, tools, false)
  tools.settle(call, decisionOf(call, lease, tools, false, lease.pauseNanos(tools.monotonic)))
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
    remaining: lease.tokens(tools.monotonic),
    retryAfterNanos,
  }
}
