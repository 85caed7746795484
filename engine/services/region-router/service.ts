import type { Timer } from '../../kernel/timer.ts'
import { ms } from '../../lib/units.ts'
import { counter, gauge, sample } from '../../measure/metric.ts'
import { FAILURES, type Failure, type FailureKind } from '../../schema/failures.ts'
import { defineService, type Call, type Context } from '../define-service.ts'
import type { HealthAnswer, HealthQuestion } from '../replica/protocol.ts'
import { ROUTER_PARAMS } from './params.ts'
import { isSessionAnswer, Sessions } from './sessions.ts'
import { NOBODY, Targets, type Need } from './targets.ts'

const METRICS = {
  elsewhere: counter('Elsewhere', 'requests'),
  waited: counter('Waits for somebody to take a request', 'waits'),
  movedOn: counter('Tried again elsewhere', 'attempts'),
  writers: gauge('Replicas here that take writes', 'replicas'),
  writeTime: sample('Write time', 'ns'),
  readTime: sample('Read time', 'ns'),
} as const

/** Pause before looking again for somebody who takes a request. */
const LOOK_AGAIN = ms(50)

type RouterContext = Context<typeof ROUTER_PARAMS, typeof METRICS, 'replicas' | 'routers', never>
interface State {
  readonly targets: Targets
  probe: Timer | null
  readonly sessions: Sessions
  /** Counts requests, to spread them. */
  turn: number
}

/** Where the users of a region come in: finds them the nearest replica that can do what they want. */
export const service = defineService({
  kind: 'region-router',
  title: 'Region router',
  summary: 'Sends a region’s requests to its own replicas, or to another region when those cannot take them.',
  group: 'traffic',
  icon: 'waypoints',
  understands: ['reads', 'writes'],
  hears: ['health'],
  ports: {
    replicas: { title: 'replicas of the region', edges: 'any', asks: ['reads', 'writes'], tells: 'health' },
    routers: {
      title: 'other regions, nearest first',
      edges: 'any',
      asks: ['reads', 'writes'],
      tells: 'health',
      guarded: true,
    },
  },
  params: ROUTER_PARAMS,
  metrics: METRICS,
  headline: { writeTime: 'Write', elsewhere: 'Elsewhere', inFlight: 'In flight' },
  stations: {},
  start: ({ links, now }): State => ({
    targets: new Targets(links('replicas'), links('routers'), now),
    probe: null,
    sessions: new Sessions(),
    turn: 0,
  }),
  begin(state, ctx) {
    probeAll(state, ctx)
    state.probe = ctx.timer('probe', ms(ctx.params.probeMs))
  },
  on: {
    request: (state, call, ctx) => route(state, call, ctx),
    woken: (state, call, ctx) => route(state, call, ctx),
    reply(state, child, call, ctx) {
      if (call !== null) settle(state, child, call, ctx)
    },
    message(state, payload, link, _from, ctx) {
      const message = payload as HealthAnswer | HealthQuestion
      if (message.type === 'health-question') return ctx.send(link, state.targets.health())
      const at = state.targets.indexOf(link)
      if (at !== -1) state.targets.heard(at, message, ctx.monotonic)
    },
  },
  timers: {
    probe(state, _argument, ctx) {
      const { probeMs, deadAfterMs } = ctx.params
      state.targets.forgetSilent(ctx.monotonic - Math.max(ms(deadAfterMs), 3 * ms(probeMs)))
      probeAll(state, ctx)
      ctx.gauge('writers', state.targets.all.filter(({ isRouter, writable }) => !isRouter && writable).length)
      state.probe!.again(ms(probeMs))
    },
  },
  inspect: ({ targets }, { monotonic: now }) => ({
    view: 'region-router',
    targets: targets.all.map(({ link, isRouter, writable, leads, readable, heardAt }) => ({
      node: link.to.id,
      isRouter,
      writable,
      leads,
      readable,
      silentMs: Math.max(0, now - heardAt) / 1e6,
    })),
  }),
  calibration: {
    models:
      'Health checks travel over the links like requests do, so that a router may be wrong about who is alive. A request goes to the nearest replica that said it can take it, users keep to their replica while it is well, a refusal that certainly did nothing is tried elsewhere.',
    constants: [
      {
        name: 'probeMs, deadAfterMs',
        value: '0.2, 0.9 s',
        source: 'chosen: a few round trips between the furthest regions',
      },
    ],
    leavesOut:
      'Name look-up and anycast, the router’s own processor, capacity of the regions that take over.',
  },
})

function probeAll({ targets }: State, ctx: RouterContext): void {
  const question: HealthQuestion = { type: 'health-question' }
  for (const { link } of targets.all) ctx.send(link, question)
}

/** Sends a request on, or keeps it for a while. What another router sent is not sent to a third. */
function route(state: State, call: Call, ctx: RouterContext): void {
  const { targets } = state
  const { reads, spread, sessions } = ctx.params
  const need: Need = call.op === 'write' || reads === 'leader' ? 'writable' : 'readable'
  const fromRouter = call.source?.kind === ctx.node.kind
  const at = targets.pick(need, spread === 'user' ? call.client : state.turn++, fromRouter)
  if (at === NOBODY) return wait(state, call, need, ctx)
  const { link, isRouter } = targets.all[at]
  if (isRouter) ctx.count('elsewhere')
  const request = sessions && !fromRouter ? state.sessions.request(call) : call
  ctx.issue(link, request, call, { timeoutNanos: ms(ctx.params.attemptMs) }).tag = at
}

function wait({ targets }: State, call: Call, need: Need, ctx: RouterContext): void {
  const waitsNoLonger = ctx.now + LOOK_AGAIN > call.arrivedAt + ms(ctx.params.waitMs)
  if (waitsNoLonger || call.source?.kind === ctx.node.kind) {
    if (need === 'readable') return ctx.fail(call, 'unavailable')
    return ctx.fail(call, targets.anyLeads ? 'replicas-unreachable' : 'not-leader')
  }
  ctx.count('waited')
  ctx.delay(call, LOOK_AGAIN)
}

function settle(state: State, child: Call, call: Call, ctx: RouterContext): void {
  if (child.ok) {
    const isOurs = call.source?.kind !== ctx.node.kind
    if (isOurs) ctx.observe(call.op === 'write' ? 'writeTime' : 'readTime', ctx.now - call.arrivedAt)
    const { value } = child
    if (isOurs && isSessionAnswer(value)) return ctx.reply(call, state.sessions.note(call, value))
    return ctx.relay(call, child)
  }
  const target = state.targets.all[child.tag]
  const failure = child.failure as Failure
  const kind: FailureKind = FAILURES[failure]
  // Until the next health check says otherwise.
  if (kind.outcome === 'failed') target.writable = false
  const cannotRead = call.op !== 'write' && (failure === 'not-leader' || failure === 'behind-session')
  if (failure === 'unavailable' || failure === 'timeout' || cannotRead) target.readable = false
  const harmless = call.op !== 'write' || kind.definite
  const late = ctx.now > call.arrivedAt + ms(ctx.params.waitMs)
  if (!harmless || late || kind.outcome === 'rejected') return ctx.relay(call, child)
  ctx.count('movedOn')
  route(state, call, ctx)
}
