import type { IssueOptions } from '../../kernel/call-tree.ts'
import { ms, type Nanos } from '../../lib/units.ts'
import { counter, gauge, sample } from '../../measure/metric.ts'
import { PLAIN_PROTOCOLS } from '../../schema/protocols.ts'
import { choice, integer, number, toggle } from '../../schema/parameter.ts'
import {
  defineService,
  type Call,
  type Context,
  type Link,
  type Request,
  type Steps,
} from '../define-service.ts'

const PARAMETERS = {
  capacity: integer({
    title: 'Capacity',
    doc: 'Jobs that it holds; more are turned away.',
    default: 10_000,
    min: 1,
    unit: 'jobs',
    scale: 'log',
  }),
  consumers: integer({
    title: 'Consumers',
    doc: 'Jobs given out at once.',
    default: 16,
    min: 1,
    max: 1e5,
    unit: 'jobs',
    scale: 'log',
  }),
  answers: choice({
    title: 'Answers',
    doc: 'When who brings a job gets his answer.',
    options: { queued: 'as soon as it is queued', done: 'when it is done' },
    default: 'queued',
  }),
  persistent: toggle({
    title: 'Persistent',
    doc: 'Queued jobs survive a crash. Without it they are lost, though they were acknowledged.',
    default: true,
  }),
  timeoutMs: number({
    title: 'Timeout',
    doc: 'A job that takes longer is given out again.',
    default: 5000,
    min: 0.001,
    max: 1e9,
    unit: 'ms',
    scale: 'log',
  }),
  deliveriesMax: integer({
    title: 'Deliveries',
    doc: 'How often a job is given out before it becomes a dead letter.',
    default: 5,
    min: 1,
    max: 1000,
    unit: 'times',
  }),
  redeliverAfterMs: number({
    title: 'Gives out again after',
    doc: 'Pause before a failed job is given out again.',
    default: 500,
    max: 1e7,
    unit: 'ms',
  }),
} as const

const METRICS = {
  accepted: counter('Accepted', 'jobs'),
  done: counter('Done', 'jobs'),
  redelivered: counter('Given out again', 'jobs'),
  deadLetters: counter('Dead letters', 'jobs'),
  lost: counter('Lost in a crash', 'jobs'),
  backlog: gauge('Backlog', 'jobs'),
  age: sample('Age when done', 'ns'),
} as const

interface Job {
  readonly id: number
  readonly request: Request
  readonly queuedAt: Nanos
}
/** Jobs that were accepted and are not done, by id. */
type Store = { readonly jobs: Map<number, Job>; nextId: number }
interface State {
  readonly store: Store
  readonly lostInCrash: number
  workers: readonly Link[]
  turn: number
}
type QueueContext = Context<typeof PARAMETERS, typeof METRICS, 'workers', 'consumers'>

/** Holds jobs until somebody can do them: bursts become waiting instead of errors. */
export const service = defineService({
  kind: 'queue',
  title: 'Work queue',
  summary: 'Takes jobs at once and gives them out as fast as workers can do them; at least once.',
  group: 'traffic',
  icon: 'list-ordered',
  understands: PLAIN_PROTOCOLS,
  ports: {
    workers: { title: 'gives jobs to', edges: 'many', relays: 'what-it-understands', asynchronous: true },
  },
  params: PARAMETERS,
  metrics: METRICS,
  headline: { backlog: 'Backlog', rate: 'Arrivals', age: 'Age' },
  stations: { consumers: { title: 'Consumers', servers: 'consumers' } },
  durable: (): Store => ({ jobs: new Map(), nextId: 1 }),
  start({ params, links }, store): State {
    const lostInCrash = params.persistent ? 0 : store.jobs.size
    if (!params.persistent) store.jobs.clear()
    return { store, lostInCrash, workers: links('workers'), turn: 0 }
  },
  begin(state, ctx) {
    ctx.count('lost', state.lostInCrash)
    ctx.gauge('backlog', state.store.jobs.size)
    for (const job of state.store.jobs.values()) ctx.spawn(giveOut(state, job, ctx))
  },
  on: {
    request(state, call, ctx) {
      if (ctx.params.answers === 'done') return ctx.handle(call, passOn(state, call, ctx))
      const { store } = state
      if (store.jobs.size >= ctx.params.capacity) return ctx.fail(call, 'queue-full')
      const job: Job = { id: store.nextId++, request: requestOf(call), queuedAt: ctx.now }
      store.jobs.set(job.id, job)
      ctx.count('accepted')
      ctx.gauge('backlog', store.jobs.size)
      ctx.reply(call, job.id)
      ctx.spawn(giveOut(state, job, ctx))
    },
    links: (state, ctx) => void (state.workers = ctx.links('workers')),
  },
  inspect: ({ store }, { now }) => ({
    view: 'queue',
    backlog: store.jobs.size,
    oldest: [...store.jobs.values()].slice(0, 20).map(({ id, request, queuedAt }) => ({
      id,
      op: request.op,
      key: request.key ?? 0,
      ageNanos: now - queuedAt,
    })),
  }),
  calibration: {
    models:
      'A bounded queue with a limit on jobs under way. A job that fails or times out is given out again after a pause, up to a number of times: at least once, so a job may be done twice. Accepted jobs are on disk unless it is set otherwise.',
    constants: [],
    leavesOut: 'The time of writing to disk; partitions and order between jobs (see the message broker).',
  },
})

const requestOf = ({ op, key, body, client, cost, sizeBytes, priority }: Call): Request => ({
  op,
  key,
  body,
  client,
  cost,
  sizeBytes,
  priority,
})

/** One job's life once it was accepted: nobody waits for it, and it ends done or as a dead letter. */
function* giveOut(state: State, job: Job, ctx: QueueContext): Steps {
  const { deliveriesMax } = ctx.params
  for (let delivery = 1; delivery <= deliveriesMax; delivery++) {
    if (delivery > 1) {
      ctx.count('redelivered')
      yield* ctx.sleep(ms(ctx.params.redeliverAfterMs))
    }
    yield* ctx.hold('consumers')
    const reply = yield* ctx.call(nextWorker(state), job.request, optionsOf(ctx, delivery))
    ctx.release('consumers')
    if (reply.ok) return finish(state, job, ctx, 'done')
  }
  finish(state, job, ctx, 'deadLetters')
}

function finish(state: State, job: Job, ctx: QueueContext, as: 'done' | 'deadLetters'): void {
  state.store.jobs.delete(job.id)
  ctx.count(as)
  ctx.gauge('backlog', state.store.jobs.size)
  if (as === 'done') ctx.observe('age', ctx.now - job.queuedAt)
}

/** Who brings the job waits until it is done: a bound on what is under way, and a queue before it. */
function* passOn(state: State, call: Call, ctx: QueueContext): Steps<unknown> {
  const station = ctx.node.stations.get('consumers')!
  if (station.queueLength >= ctx.params.capacity) return ctx.fail(call, 'queue-full')
  ctx.count('accepted')
  yield* ctx.hold('consumers')
  try {
    const passed = ctx.start(nextWorker(state), call, optionsOf(ctx, 1))
    yield* ctx.all([passed])
    ctx.relay(call, passed)
    if (passed.ok) ctx.count('done')
    ctx.observe('age', ctx.now - call.arrivedAt)
  } finally {
    ctx.release('consumers')
  }
}

function nextWorker(state: State): Link {
  state.turn = (state.turn + 1) % state.workers.length
  return state.workers[state.turn]
}

const optionsOf = (ctx: QueueContext, attempt: number): IssueOptions => ({
  timeoutNanos: ms(ctx.params.timeoutMs),
  attempt,
})
