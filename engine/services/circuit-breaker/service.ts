import { CircuitBreaker, REFUSED, type CircuitState } from '../../algorithms/retry/circuit-breaker.ts'
import type { IssueOptions } from '../../kernel/call-tree.ts'
import { ms, s } from '../../lib/units.ts'
import { counter, gauge } from '../../measure/metric.ts'
import { FAILURES, type Failure, type FailureKind } from '../../schema/failures.ts'
import { integer, number, type ValuesOf } from '../../schema/parameter.ts'
import { defineService, type Call, type Context, type Link } from '../define-service.ts'

const PARAMETERS = {
  windowSeconds: number({
    title: 'Window',
    doc: 'Failures are counted over this long.',
    default: 10,
    min: 0.001,
    max: 3600,
    unit: 's',
  }),
  callsMin: integer({
    title: 'Calls at least',
    doc: 'Fewer calls than this in the window say nothing.',
    default: 20,
    min: 1,
    max: 1e6,
    unit: 'requests',
  }),
  failurePercent: number({
    title: 'Opens at',
    doc: 'Share of the calls in the window that failed.',
    default: 50,
    min: 1,
    max: 100,
    unit: '%',
  }),
  openSeconds: number({
    title: 'Stays open',
    doc: 'How long nothing is let through before a trial.',
    default: 5,
    min: 0.001,
    max: 3600,
    unit: 's',
  }),
  trialCalls: integer({
    title: 'Trial calls',
    doc: 'Calls let through on trial; it closes when all of them succeed.',
    default: 5,
    min: 1,
    max: 1000,
    unit: 'requests',
  }),
  timeoutMs: number({
    title: 'Timeout',
    doc: 'A call that takes longer has failed.',
    default: 1000,
    min: 0.001,
    max: 1e9,
    unit: 'ms',
    scale: 'log',
  }),
} as const

const METRICS = {
  refused: counter('Refused while open', 'requests'),
  opened: counter('Times opened', 'times'),
  state: gauge('State: 0 closed, 1 half-open, 2 open', ''),
} as const

const STATE_CODES: Record<CircuitState, number> = { closed: 0, 'half-open': 1, open: 2 }

interface State {
  breaker: CircuitBreaker
  shown: CircuitState
  next: Link
  readonly issueOptions: IssueOptions
}

/** Stops calling what keeps failing, and tries again after a while. */
export const service = defineService({
  kind: 'circuit-breaker',
  title: 'Circuit breaker',
  summary: 'Stops calling what keeps failing, so that callers fail fast and it can recover.',
  group: 'traffic',
  icon: 'circuit-board',
  understands: [],
  ports: { next: { title: 'protects', edges: 'one', relays: 'everything' } },
  params: PARAMETERS,
  metrics: METRICS,
  headline: { state: 'State', refused: 'Refused', rate: 'Arrivals' },
  stations: {},
  start: ({ params, links }): State => ({
    breaker: makeBreaker(params),
    shown: 'closed',
    next: links('next')[0],
    issueOptions: { timeoutNanos: ms(params.timeoutMs) },
  }),
  on: {
    request(state, call, ctx) {
      const permit = state.breaker.enter(ctx.monotonic)
      show(state, ctx)
      if (permit === REFUSED) {
        ctx.count('refused')
        return ctx.fail(call, 'circuit-open')
      }
      ctx.forward(state.next, call, state.issueOptions).tag = permit
    },
    reply(state, child, _call, ctx) {
      if (child.failure === 'cancelled') state.breaker.cancel(child.tag)
      else state.breaker.report(ctx.monotonic, child.tag, !isTrouble(child))
      show(state, ctx)
    },
    params(state, ctx) {
      state.breaker = makeBreaker(ctx.params)
      state.issueOptions.timeoutNanos = ms(ctx.params.timeoutMs)
      show(state, ctx)
    },
    links: (state, ctx) => void (state.next = ctx.links('next')[0]),
  },
  inspect: ({ breaker }, { monotonic: now }) => ({ view: 'circuit-breaker', ...breaker.inspect(now) }),
  calibration: {
    models:
      'The three-state breaker: closed, open, half-open with a few trial calls. Timeouts, broken connections and overload count as failures; answers that say no (rate limited, constraint violated) do not.',
    constants: [],
    leavesOut: 'Its own processor: it lives in the caller. New parameters start it closed.',
  },
})

function makeBreaker(params: ValuesOf<typeof PARAMETERS>): CircuitBreaker {
  return new CircuitBreaker({
    windowNanos: s(params.windowSeconds),
    callsMin: params.callsMin,
    failurePercent: params.failurePercent,
    openNanos: s(params.openSeconds),
    trialCalls: params.trialCalls,
  })
}

function isTrouble(child: Call): boolean {
  if (child.ok || child.failure === 'rate-limited') return false
  const kind: FailureKind | undefined = FAILURES[child.failure as Failure]
  return kind?.final !== true
}

/** Tells of a change of state. */
function show(state: State, ctx: Context<typeof PARAMETERS, typeof METRICS, 'next', never>): void {
  const now = state.breaker.stateAt(ctx.monotonic)
  if (now === state.shown) return
  state.shown = now
  ctx.gauge('state', STATE_CODES[now])
  ctx.mark(`the circuit is ${now}`)
  if (now === 'open') ctx.count('opened')
}
