import { fairness } from '../../algorithms/ratelimit/fairness.ts'
import { s } from '../../lib/units.ts'
import { defineInvariant } from '../define-invariant.ts'
import type { LimitDecision } from '../limit-decision.ts'

/** A client counts as starved when less than this share of what it may have is admitted. */
const FAIR_SHARE = 0.5
/** Fewer requests than this in a window say nothing. */
const ENOUGH = 5

interface Demand {
  asked: number
  admitted: number
  entitled: number
}

interface State {
  window: Map<number, Demand>
  fairness: number
}

/**
 * An abusive client must not crowd out the others: over each window every client gets most of what it asked for, as far as that
 * is within its own limit.
 */
export const invariant = defineInvariant<State>({
  name: 'fair-share',
  title: 'One greedy client does not starve the others',
  doc: 'Every five seconds each client has been admitted at least half of what it asked for within its own limit.',
  start: () => ({ window: new Map(), fairness: NaN }),
  everyNanos: s(5),
  on: {
    'limit-decision'({ window }, decision: LimitDecision) {
      let demand = window.get(decision.client)
      if (demand === undefined) window.set(decision.client, (demand = { asked: 0, admitted: 0, entitled: 0 }))
      demand.asked++
      if (decision.allowed) demand.admitted++
      demand.entitled = (decision.policy.limit * s(5)) / decision.policy.windowNanos
      return undefined
    },
  },
  check(state) {
    const demands = [...state.window].filter(([, { asked }]) => asked >= ENOUGH)
    state.window.clear()
    const shares = demands.map(([client, { asked, admitted, entitled }]) => {
      return { client, asked, admitted, share: admitted / Math.max(1, Math.min(asked, entitled)) }
    })
    state.fairness = shares.length === 0 ? NaN : fairness(shares.map(({ share }) => Math.min(1, share)))
    const starved = shares.filter(({ share }) => share < FAIR_SHARE)
    if (starved.length === 0) return null
    const greedy = shares.toSorted((a, b) => b.admitted - a.admitted)[0]
    return {
      says: `${starved.length} clients got less than half of what they may have; client ${greedy.client} got ${greedy.admitted} requests.`,
      operations: starved
        .slice(0, 5)
        .map(
          ({ client, asked, admitted }) =>
            `client ${client} asked ${asked} times within its limit and was admitted ${admitted} times`,
        ),
      nodes: [],
    }
  },
  readings: {
    fairness: { title: 'Fairness (Jain’s index)', unit: '', read: ({ fairness: index }) => index },
  },
})
