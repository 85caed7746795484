import type { RandomStream } from '../../lib/random.ts'
import type { Reply } from '../../kernel/call.ts'
import { ms } from '../../lib/units.ts'
import { counter } from '../../measure/metric.ts'
import type { Failure } from '../../schema/failures.ts'
import { PLAIN_PROTOCOLS } from '../../schema/protocols.ts'
import { WorkTime } from '../../workload/work-time.ts'
import { defineService, type Call, type Context, type Link, type Steps } from '../define-service.ts'
import { SERVICE_PARAMETERS } from './parameters.ts'

interface State {
  work: WorkTime
  readonly random: RandomStream
  dependencies: readonly Link[]
}
const METRICS = {
  calls: counter('Calls to others', 'requests'),
  failedCalls: counter('Calls to others that failed', 'requests'),
} as const
type ServiceContext = Context<typeof SERVICE_PARAMETERS, typeof METRICS, 'next', 'workers'>

/** A program on a machine: it queues requests for its workers, works, asks what it depends on, and answers. */
export const service = defineService({
  kind: 'service',
  title: 'Service',
  summary: 'A server with workers and a queue; may call other services before it answers.',
  group: 'compute',
  icon: 'server',
  understands: PLAIN_PROTOCOLS,
  ports: { next: { title: 'calls', edges: 'any', relays: 'everything' } },
  params: SERVICE_PARAMETERS,
  metrics: METRICS,
  headline: { utilization: 'Busy', queue: 'Queue', rate: 'Arrivals' },
  stations: {
    workers: {
      title: 'Workers',
      servers: 'workers',
      queueLimit: 'queueLimit',
      discipline: 'discipline',
      dropExpired: 'dropExpired',
    },
  },
  start: ({ params, random, links }): State => ({
    work: new WorkTime(ms(params.serviceMs), params.variation, params.shape),
    random: random('work'),
    dependencies: links('next'),
  }),
  on: {
    request(state, call, ctx) {
      call.stage = state.dependencies.length
      if (ctx.params.workerWaits) ctx.handle(call, serveOnOneThread(state, call, ctx))
      else ctx.serve(call, state.work.draw(state.random), 'workers')
    },
    served(state, call, ctx) {
      if (state.dependencies.length === 0) return answerAlone(call, ctx)
      call.stage = 0
      if (ctx.params.calls === 'in-turn') return askNext(state, call, ctx)
      ctx.count('calls', state.dependencies.length)
      call.stage = state.dependencies.length
      for (const link of state.dependencies) ctx.issue(link, call, call)
    },
    reply(state, child, call, ctx) {
      if (!child.ok) ctx.count('failedCalls')
      if (call === null) return
      if (!child.ok) return ctx.relay(call, child)
      if (ctx.params.calls === 'in-turn' && call.stage < state.dependencies.length) askNext(state, call, ctx)
      else if (ctx.params.calls === 'in-turn' || --call.stage === 0) ctx.relay(call, child)
    },
    params(state, ctx) {
      state.work = new WorkTime(ms(ctx.params.serviceMs), ctx.params.variation, ctx.params.shape)
    },
    links: (state, ctx) => void (state.dependencies = ctx.links('next')),
  },
  inspect: (_state, { params }) => ({ view: 'service', workers: params.workers, calls: params.calls }),
  calibration: {
    models:
      'A queue in front of a fixed number of workers, or workers shared by all. Work times have the given mean and squared coefficient of variation: constant, of exponential phases, gamma, lognormal or Pareto. Calls to others go over the network as requests of their own.',
    constants: [],
    leavesOut:
      'Caches and memory of the machine, garbage collection; a slow-down applies to work that begins after it.',
  },
})

/** Nobody else is asked. If that was otherwise when the call came, whoever could have answered it has been taken away since. */
function answerAlone(call: Call, ctx: ServiceContext): void {
  if (call.stage === 0) ctx.reply(call)
  else ctx.fail(call, 'not-connected')
}

/** The worker is held for the whole time. */
function* serveOnOneThread(state: State, call: Call, ctx: ServiceContext): Steps<unknown> {
  const refusal = yield* ctx.hold('workers')
  if (refusal !== null) return ctx.fail(call, refusal)
  try {
    yield* ctx.workHeld(state.work.draw(state.random), 'workers')
    if (state.dependencies.length === 0) return answerAlone(call, ctx)
    const replies =
      ctx.params.calls === 'parallel' ? yield* askAll(state, call, ctx) : yield* askInTurn(state, call, ctx)
    const failed = replies.find(({ ok }) => !ok)
    if (failed !== undefined) return ctx.fail(call, failed.failure as Failure)
    return replies.at(-1)!.value
  } finally {
    ctx.release('workers')
  }
}

function* askAll(state: State, call: Call, ctx: ServiceContext): Steps<readonly Reply[]> {
  const calls = state.dependencies.map((link) => ctx.start(link, call))
  ctx.count('calls', calls.length)
  yield* ctx.all(calls)
  ctx.count('failedCalls', calls.filter(({ ok }) => !ok).length)
  return calls
}

/** Ends with the first that fails. */
function* askInTurn(state: State, call: Call, ctx: ServiceContext): Steps<readonly Reply[]> {
  const replies: Reply[] = []
  for (const link of state.dependencies) {
    const reply = yield* ctx.call(link, call)
    ctx.count('calls')
    replies.push(reply)
    if (reply.ok) continue
    ctx.count('failedCalls')
    break
  }
  return replies
}

/** In turn: `stage` counts the dependencies asked so far. */
function askNext(state: State, call: Call, ctx: ServiceContext): void {
  ctx.count('calls')
  const link = state.dependencies[call.stage++]
  ctx.issue(link, call, call)
}
