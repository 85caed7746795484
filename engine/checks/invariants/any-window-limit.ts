import { SlidingMaximum } from '../../algorithms/ratelimit/sliding-maximum.ts'
import { defineInvariant, type Violation } from '../define-invariant.ts'
import { sameLimit, type LimitDecision } from '../limit-decision.ts'
import { RecentAdmissions } from '../recent-admissions.ts'

/** Algorithms that count a window: each of them is held to "never more than the limit in any window of that length". */
const COUNTS_WINDOWS = new Set(['fixed-window', 'sliding-log', 'sliding-log-merged', 'sliding-counter'])

interface Watched {
  window: SlidingMaximum
  latest: RecentAdmissions
}

interface State {
  clients: Map<number, Watched>
  worst: number
}

function watch(state: State, decision: LimitDecision): Watched {
  let watched = state.clients.get(decision.client)
  if (watched === undefined || !sameLimit(watched.latest.policy, decision.policy)) {
    watched = {
      window: new SlidingMaximum({ windowNanos: decision.policy.windowNanos }),
      latest: new RecentAdmissions(decision),
    }
    state.clients.set(decision.client, watched)
  }
  return watched
}

/** What a client gets in the worst window, whatever its edges. The fixed window is caught at its edges: twice the limit. */
export const invariant = defineInvariant<State>({
  name: 'any-window-limit',
  title: 'Never more than the limit in any window',
  doc: 'In every stretch of time as long as the window, wherever it begins, a client is admitted at most the limit.',
  start: () => ({ clients: new Map(), worst: 0 }),
  on: {
    'limit-decision'(state, decision: LimitDecision): Violation | null | undefined {
      if (!decision.allowed || !COUNTS_WINDOWS.has(decision.policy.algorithm)) return undefined
      const watched = watch(state, decision)
      const count = watched.window.add(decision.atNanos, decision.cost)
      watched.latest.add(decision)
      const { limit, windowNanos } = decision.policy
      state.worst = Math.max(state.worst, count / limit)
      if (count <= limit + decision.slack) return null
      return {
        says: `Client ${decision.client} was admitted ${count} requests within ${windowNanos / 1e9} s; its limit is ${limit}.`,
        operations: watched.latest.inWords(),
        nodes: [],
      }
    },
  },
  readings: {
    worstWindow: {
      title: 'Worst window, of the limit',
      unit: '%',
      read: ({ worst }) => (worst === 0 ? NaN : worst),
    },
  },
})
