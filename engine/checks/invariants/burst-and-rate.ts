import { RateEnvelope } from '../../algorithms/ratelimit/rate-envelope.ts'
import { defineInvariant, type Violation } from '../define-invariant.ts'
import { sameLimit, type LimitDecision } from '../limit-decision.ts'
import { RecentAdmissions } from '../recent-admissions.ts'

/** Algorithms that promise a rate and a burst: any interval t admits at most burst + rate × t. */
const PROMISES_RATE = new Set(['token-bucket', 'gcra', 'leaky-meter'])

interface Watched {
  envelope: RateEnvelope
  latest: RecentAdmissions
}

/** The bucket's own promise, judged over all servers together by an exact envelope. */
export const invariant = defineInvariant<Map<number, Watched>>({
  name: 'burst-and-rate',
  title: 'At most burst + rate × time',
  doc: 'However a stretch of time is chosen, a client is admitted at most the burst and what the rate allows for that time.',
  start: () => new Map(),
  on: {
    'limit-decision'(clients, decision: LimitDecision): Violation | null | undefined {
      if (!decision.allowed || !PROMISES_RATE.has(decision.policy.algorithm)) return undefined
      let watched = clients.get(decision.client)
      if (watched === undefined || !sameLimit(watched.latest.policy, decision.policy)) {
        watched = { envelope: new RateEnvelope(decision.policy), latest: new RecentAdmissions(decision) }
        clients.set(decision.client, watched)
      }
      watched.envelope.add(decision.atNanos, decision.cost)
      watched.latest.add(decision)
      const { burst, limit, windowNanos } = decision.policy
      if (watched.envelope.within(burst + decision.slack)) return null
      return {
        says:
          `Client ${decision.client} ran ${watched.envelope.burst.toFixed(1)} requests ahead of ` +
          `${((limit * 1e9) / windowNanos).toFixed(1)} requests/s; the burst is ${burst}.`,
        operations: watched.latest.inWords(),
        nodes: [],
      }
    },
  },
})
