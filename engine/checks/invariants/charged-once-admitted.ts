import { defineInvariant, type Violation } from '../define-invariant.ts'
import { inWords, type LimitDecision } from '../limit-decision.ts'

/** Several counters are charged for one request: all of them, or none. */
export const invariant = defineInvariant<null>({
  name: 'charged-once-admitted',
  title: 'Nobody is charged for a request that was turned away',
  doc: 'When one of several limits rejects a request, the others have not been charged for it.',
  start: () => null,
  on: {
    'limit-decision'(_state, decision: LimitDecision): Violation | null {
      if (decision.allowed || decision.inVain === 0) return null
      return {
        says: `Client ${decision.client} was turned away, and still ${decision.inVain} counters were charged for the request.`,
        operations: [inWords(decision)],
        nodes: [],
      }
    },
  },
})
