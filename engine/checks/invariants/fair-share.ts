import { limiterNamed } from '../../algorithms/ratelimit/catalogue.ts'
import { fairness } from '../../algorithms/ratelimit/fairness.ts'
import { s, type Nanos } from '../../lib/units.ts'
import { defineInvariant } from '../define-invariant.ts'
import type { LimitDecision } from '../limit-decision.ts'

/** Who has used less than this share of its limit has every right to more. */
const MODEST_SHARE = 0.5
/** A client is starved when less than this share of its modest requests is admitted. */
const FAIR_SHARE = 0.5
/** Fewer requests than this say nothing. */
const ENOUGH = 5

/** What one client was given lately. */
interface Client {
  /** Instants of its admitted requests, oldest first; those before `head` are no longer remembered by its limiter. */
  admittedAt: Nanos[]
  head: number
  /** Since the last check: how often it asked while it had used less than half of its limit, and how often in vain. */
  modest: number
  inVain: number
}

type Policy = LimitDecision['policy']

interface State {
  clients: Map<number, Client>
  fairness: number
}

/** An abusive client must not crowd out the others: whoever keeps well within its own limit is admitted. */
export const invariant = defineInvariant<State>({
  name: 'fair-share',
  title: 'One greedy client does not starve the others',
  doc: 'Every five seconds each client has been admitted at least half of the times that it asked having used less than half of its limit in all that the limiter remembers.',
  start: () => ({ clients: new Map(), fairness: NaN }),
  everyNanos: s(5),
  on: {
    'limit-decision'(
      { clients },
      { client, allowed, byShared, byForgotten, atNanos, policy }: LimitDecision,
    ) {
      if (byShared || byForgotten) return undefined
      let known = clients.get(client)
      if (known === undefined) {
        clients.set(client, (known = { admittedAt: [], head: 0, modest: 0, inVain: 0 }))
      }
      if (usedOf(known, atNanos - remembersNanos(policy)) < MODEST_SHARE * policy.limit) {
        known.modest++
        if (!allowed) known.inVain++
      }
      if (allowed) known.admittedAt.push(atNanos)
      return undefined
    },
  },
  check(state) {
    const asked = [...state.clients].filter(([, { modest }]) => modest >= ENOUGH)
    const shares = asked.map(([, { modest, inVain }]) => 1 - inVain / modest)
    state.fairness = shares.length === 0 ? NaN : fairness(shares)
    const starved = asked.filter((_, i) => shares[i] < FAIR_SHARE).map(inWords)
    for (const client of state.clients.values()) client.modest = client.inVain = 0
    if (starved.length === 0) return null
    return {
      says: `${starved.length} clients were turned away although they had used less than half of their limits.`,
      operations: starved.slice(0, 5),
      nodes: [],
    }
  },
  readings: {
    fairness: { title: 'Fairness (Jain’s index)', unit: '', read: ({ fairness: index }) => index },
  },
})

const memories = new WeakMap<Policy, Nanos>()

/**
 * How far back a limiter looks, a window at the least. A sliding counter has the window before count for what the sliding one still
 * covers of it, wherever in it requests came: whoever has used that one up cannot expect to be admitted.
 */
function remembersNanos(policy: Policy): Nanos {
  let memory = memories.get(policy)
  if (memory === undefined) {
    memory = Math.max(policy.windowNanos, limiterNamed(policy.algorithm).core(policy).fullAfterNanos)
    memories.set(policy, memory)
  }
  return memory
}

/** Requests admitted after an instant; forgets the ones before. */
function usedOf(client: Client, after: Nanos): number {
  const { admittedAt } = client
  while (client.head < admittedAt.length && admittedAt[client.head] <= after) client.head++
  if (client.head > 1_000 && client.head * 2 > admittedAt.length) {
    admittedAt.splice(0, client.head)
    client.head = 0
  }
  return admittedAt.length - client.head
}

function inWords([client, { modest, inVain }]: [number, Client]): string {
  return `client ${client} asked ${modest} times, each time with more than half of its limit left, and was turned away ${inVain} times`
}
