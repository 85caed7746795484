import type { Placement, PlacementTools } from '../placement.ts'
import { policyOf, type Charge } from '../../limiter-store/protocol.ts'

/** What one process counts for itself goes by a clock that is never set: one set forward would earn tokens before their time. */
function decideHere(
  charges: (charges: readonly Charge[], tools: PlacementTools) => readonly Charge[],
): Placement {
  return {
    begin(memory, call, tools) {
      const promised = tools.charges(call)
      const verdict = memory.table.decide(charges(promised, tools), tools.charging, tools.monotonic)
      tools.decided(call, promised[0].policy, verdict)
      tools.settle(call, verdict)
    },
  }
}

/** Every server counts for itself with the whole limit: N servers admit N times of it. */
export const local = decideHere((charges) => charges)

/** Every server gets its part of the limit: never too much, but a client whose requests land unevenly gets too little. */
export const split = decideHere((charges, { servers }) =>
  charges.map(({ policy, ...charge }) => ({
    ...charge,
    policy: policyOf(
      policy.algorithm,
      Math.max(1, Math.floor(policy.limit / servers)),
      policy.windowNanos,
      Math.max(1, Math.floor(policy.burst / servers)),
    ),
  })),
)
