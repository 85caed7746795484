import type { Decision } from '../../algorithms/ratelimit/limiter.ts'
import type { TokenLease } from '../../algorithms/ratelimit/token-lease.ts'
import type { Nanos } from '../../lib/units.ts'
import type { Call, Link } from '../define-service.ts'
import type { CounterTable } from '../limiter-store/counter-table.ts'
import type { Outcome } from '../limiter-store/decision-fact.ts'
import type { Charge, LimitPolicy, StoreRequest } from '../limiter-store/protocol.ts'
import type { ClientBook } from './client-book.ts'

/** What a limiter on one server keeps in memory. */
export interface LimiterMemory {
  /** Counters of this server alone. */
  table: CounterTable
  /** Tokens on lease, by client. */
  leases: Map<number, TokenLease>
  /** Those who wait for tokens that somebody else has asked for, by client. */
  waiting: Map<number, { id: number; call: Call }[]>
  /** The latest decision and whose it was, for the headers that the picture shows. */
  latest: Decision
  latestClient: number | null
  clients: ClientBook
  /** Where what is admitted goes. */
  next: Link
  /** The counters that servers share; null without any. */
  store: Link | null
  /** Null until the service has begun. */
  tools: PlacementTools | null
}

/** What a placement may do; the service gives it. */
export interface PlacementTools {
  readonly clock: Nanos
  /** What durations are measured with: it is never set. */
  readonly monotonic: Nanos
  /** How many servers share a limit that is split between them. */
  readonly servers: number
  readonly leaseTokens: number
  readonly storeTimeoutNanos: Nanos
  readonly charging: 'all-or-nothing' | 'in-order'
  /** Decide by this server's clock instead of the store's. */
  readonly timeFromServer: boolean
  charges(call: Call): readonly Charge[]
  /** Asks the store about `call`; the answer comes back through `answered`. */
  ask(call: Call, request: StoreRequest): Call
  settle(call: Call, decision: Decision): void
  /** Tells the checkers, when the decision fell on this server. */
  decided(call: Call, policy: LimitPolicy, verdict: Outcome, slack?: number): void
}

/** Where the counters are, and how a decision is reached from them. */
export interface Placement {
  begin(memory: LimiterMemory, call: Call, tools: PlacementTools): void
  /** The store has answered something that was asked, by now perhaps for nobody; placements that ask nobody have none. */
  answered?(memory: LimiterMemory, child: Call, call: Call | null, tools: PlacementTools): void
  /** It has not: returned is who else waited for that answer. */
  failed?(memory: LimiterMemory, child: Call, tools: PlacementTools): readonly Call[]
}
