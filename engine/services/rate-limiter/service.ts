import { copyDecision, createDecision, type Decision } from '../../algorithms/ratelimit/limiter.ts'
import { rateLimitHeaders } from '../../algorithms/ratelimit/headers.ts'
import { ms, s, us, type Nanos } from '../../lib/units.ts'
import { counter, gauge, ratio, sample } from '../../measure/metric.ts'
import { CounterTable } from '../limiter-store/counter-table.ts'
import { DecisionFact, type Outcome } from '../limiter-store/decision-fact.ts'
import type { Charge, LimitPolicy, StoreRequest } from '../limiter-store/protocol.ts'
import { defineService, type Call, type Context } from '../define-service.ts'
import { ClientBook } from './client-book.ts'
import { LIMITER_PARAMS } from './params.ts'
import { type LimiterMemory, type Placement, type PlacementTools } from './placement.ts'
import { central } from './placements/central.ts'
import { leased } from './placements/leased.ts'
import { local, split } from './placements/local.ts'
import { readWrite } from './placements/read-write.ts'

const PLACEMENTS: Record<string, Placement> = { local, split, central, 'read-write': readWrite, leased }
/** Whose question an answer belongs to; the placement may have been flipped since it was asked. */
const ASKED_BY: Record<string, Placement> = {
  'limit-decide': central,
  'limit-read': readWrite,
  'limit-lease': leased,
}

const METRICS = {
  admitted: counter('Admitted', 'requests'),
  rejected: counter('Rejected', 'requests'),
  failedOpen: counter('Let pass without a decision', 'requests'),
  rejectedShare: ratio('Rejected share', ['rejected'], ['admitted', 'rejected']),
  bytes: gauge('Memory of the counters here', 'bytes'),
  bytesPerClient: gauge('Memory per client', 'bytes'),
  decisionTime: sample('Decision latency', 'ns'),
}

type LimiterContext = Context<typeof LIMITER_PARAMS, typeof METRICS, 'next' | 'store', 'processor'>

/** What is said of a request that passes because nobody could decide. */
const ADMITTED: Outcome = { allowed: true }

/** What placements may do, made once a start. */
class Tools implements PlacementTools {
  readonly #fact = new DecisionFact()

  constructor(
    readonly memory: LimiterMemory,
    readonly ctx: LimiterContext,
  ) {}
  get clock(): Nanos {
    return this.ctx.clock
  }
  get monotonic(): Nanos {
    return this.ctx.monotonic
  }
  get servers(): number {
    return this.ctx.params.servers
  }
  get leaseTokens(): number {
    return this.ctx.params.leaseTokens
  }
  get storeTimeoutNanos(): Nanos {
    return ms(this.ctx.params.storeTimeoutMs)
  }
  get charging(): PlacementTools['charging'] {
    return this.ctx.params.charging
  }
  get timeFromServer(): boolean {
    return this.ctx.params.timeFromServer
  }
  charges(call: Call): readonly Charge[] {
    return this.memory.clients.charges(call, this.ctx.params)
  }
  ask(call: Call, body: StoreRequest): Call {
    const { ctx } = this
    const request = { op: `limit-${body.what}`, key: call.client, body, client: call.client, sizeBytes: 200 }
    const timeoutNanos = ms(ctx.params.storeTimeoutMs)
    return ctx.issue(this.memory.store!, request, call, { timeoutNanos })
  }
  settle(call: Call, decision: Decision): void {
    settle(this.memory, call, decision, this.ctx)
  }
  decided(call: Call, policy: LimitPolicy, verdict: Outcome, slack = 0): void {
    const { ctx } = this
    if (!ctx.wants('limit-decision')) return
    ctx.fact('limit-decision', this.#fact.fill(call, policy, slack, verdict, ctx.now))
  }
}

function settle(memory: LimiterMemory, call: Call, decision: Decision, ctx: LimiterContext): void {
  ctx.observe('decisionTime', ctx.now - call.arrivedAt)
  ctx.count(decision.allowed ? 'admitted' : 'rejected')
  memory.clients.tally(call.client, decision.allowed)
  copyDecision(decision, memory.latest)
  memory.latestClient = call.client
  call.quotaLimit = decision.limit
  call.quotaRemaining = decision.remaining
  call.quotaResetNanos = decision.resetAfterNanos
  if (!decision.allowed) {
    call.retryAfterNanos = decision.retryAfterNanos
    ctx.fail(call, 'rate-limited')
  } else if (decision.delayNanos > 0) ctx.delay(call, decision.delayNanos, 'queue')
  else ctx.forward(memory.next, call)
}

function storeFailed({ tools, next }: LimiterMemory, call: Call, ctx: LimiterContext): void {
  if (ctx.params.storeFailure === 'closed') return ctx.fail(call, 'limiter-down')
  ctx.count('failedOpen')
  tools!.decided(call, tools!.charges(call)[0].policy, ADMITTED)
  ctx.forward(next, call)
}

/** Sheds what a client sends above its limit, so that the others and what is behind it keep their latency. */
export const service = defineService({
  kind: 'rate-limiter',
  title: 'Rate limiter',
  summary: 'Turns away what a client sends above its limit, and says when to come back.',
  group: 'traffic',
  icon: 'gauge',
  understands: [],
  ports: {
    next: { title: 'Next', edges: 'one', relays: 'everything' },
    store: { title: 'Shared counters', edges: 'optional', asks: ['limits'] },
  },
  params: LIMITER_PARAMS,
  metrics: METRICS,
  headline: { admitted: 'Admitted', rejected: 'Rejected', decisionTime: 'Decision' },
  stations: { processor: { title: 'Processor', servers: 4, queueLimit: 10_000 } },
  start: ({ links }): LimiterMemory => ({
    table: new CounterTable(),
    leases: new Map(),
    waiting: new Map(),
    latest: createDecision(),
    latestClient: null,
    clients: new ClientBook(),
    next: links('next')[0],
    store: links('store')[0] ?? null,
    tools: null,
  }),
  begin(memory, ctx) {
    memory.tools = new Tools(memory, ctx)
    if (ctx.node.incarnation > 1) memory.table = new CounterTable(ctx.monotonic)
    ctx.timer('measure', ms(500))
  },
  on: {
    request(_memory, call, ctx) {
      ctx.serve(call, us(ctx.params.decisionMicros), 'processor')
    },
    served(memory, call, ctx) {
      const placement = memory.store === null ? local : PLACEMENTS[ctx.params.placement]
      placement.begin(memory, call, memory.tools!)
    },
    reply(memory, child, call, ctx) {
      // A write that nobody waits for may fail after the call has gone on.
      if (child.relayed || child.op === 'limit-write') return
      const asked = ASKED_BY[child.op]
      if (child.ok) return asked.answered!(memory, child, call, memory.tools!)
      const others = asked.failed?.(memory, child, memory.tools!) ?? []
      if (call !== null) storeFailed(memory, call, ctx)
      for (const each of others) storeFailed(memory, each, ctx)
    },
    woken: ({ next }, call, ctx) => void ctx.forward(next, call),
    links(memory, ctx) {
      memory.next = ctx.links('next')[0]
      memory.store = ctx.links('store')[0] ?? null
    },
    params(memory) {
      memory.leases.clear()
    },
    control: { flush: (memory) => memory.table.clear() },
  },
  timers: {
    measure(memory, _argument, ctx) {
      const { table } = memory
      ctx.gauge('bytes', table.bytes)
      ctx.gauge('bytesPerClient', table.size === 0 ? 0 : table.bytes / table.size)
      ctx.timer('measure', ms(500))
    },
  },
  inspect: ({ table, clients, latest, latestClient, leases, tools }, { params }) => ({
    view: 'rate-limiter',
    algorithm: params.algorithm,
    clients: clients.inspect(),
    leases: [...leases]
      .slice(0, 20)
      .map(([client, lease]) => ({ client, ...lease.inspect(tools!.monotonic) })),
    headers:
      latestClient === null
        ? null
        : rateLimitHeaders(latest, {
            limit: Math.max(1, latest.limit),
            windowNanos: s(params.windowSeconds),
          }),
    latestClient,
    ...table.inspect(tools!.monotonic),
  }),
  calibration: {
    models:
      'The decision of one gateway process: algorithm, counters here or in a store over a network hop, response headers. What a server forgot in a crash counts as used up, so that nobody gets a second burst.',
    constants: [
      {
        name: 'decisionMicros',
        value: '20 µs',
        source: 'order of magnitude of a map look-up and arithmetic in a gateway process',
      },
    ],
    leavesOut: 'Distributed eviction of idle counters on servers; parsing of requests.',
  },
})
