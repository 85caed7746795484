import type { Balancer } from '../../algorithms/balance/balancer.ts'
import { balancerNamed } from '../../algorithms/balance/catalogue.ts'
import type { IssueOptions } from '../../kernel/call-tree.ts'
import { hashInteger32 } from '../../lib/hash.ts'
import type { RandomStream } from '../../lib/random.ts'
import { ms } from '../../lib/units.ts'
import { counter, gauge } from '../../measure/metric.ts'
import { FAILURES, type Failure, type FailureKind } from '../../schema/failures.ts'
import { defineService, type Call, type Context } from '../define-service.ts'
import { Backends, type Backend } from './backends.ts'
import { BALANCER_PARAMETERS } from './parameters.ts'

const METRICS = {
  forwarded: counter('Forwarded', 'requests'),
  triedAgain: counter('Given to another backend', 'requests'),
  ejections: counter('Ejections', 'backends'),
  ejected: gauge('Ejected', 'backends'),
} as const

const NOBODY = -1

interface State {
  readonly backends: Backends
  balancer: Balancer
  strategy: string
  readonly random: RandomStream
  readonly issueOptions: Required<IssueOptions>
}
type BalancerContext = Context<typeof BALANCER_PARAMETERS, typeof METRICS, 'backends', never>

/** Spreads requests over backends, and leaves out those that keep failing. */
export const service = defineService({
  kind: 'load-balancer',
  title: 'Load balancer',
  summary: 'Spreads requests over several backends and leaves out those that keep failing.',
  group: 'traffic',
  icon: 'split',
  understands: [],
  ports: { backends: { title: 'spreads over', edges: 'many', relays: 'everything' } },
  params: BALANCER_PARAMETERS,
  metrics: METRICS,
  headline: { rate: 'Arrivals', inFlight: 'In flight', ejected: 'Ejected' },
  stations: {},
  start: ({ params, random, links }): State => ({
    backends: new Backends(links('backends'), params),
    balancer: balancerNamed(params.strategy).create(),
    strategy: params.strategy,
    random: random('strategy'),
    issueOptions: { timeoutNanos: ms(params.timeoutMs), attempt: 1, cancelOnTimeout: false },
  }),
  on: {
    request(state, call, ctx) {
      const at = pick(state, call, ctx, null)
      if (at === NOBODY) ctx.fail(call, 'unavailable')
      else forward(state, call, ctx, at)
    },
    reply(state, child, call, ctx) {
      const member = state.backends.known[child.tag]
      member.inFlight--
      state.balancer.observe(ctx.monotonic, member.id, ctx.now - child.sentAt)
      if (state.backends.judge(member, isIllness(child), ctx.monotonic)) {
        ctx.count('ejections')
        ctx.mark(`${member.link.to.id} is left out: ${child.failure} ${ctx.params.ejectAfter} times in a row`)
      }
      ctx.gauge('ejected', state.backends.ejected)
      if (call === null) return
      const again = !child.ok && call.stage <= ctx.params.otherTries && isDefinite(child)
      const at = again ? pick(state, call, ctx, member) : NOBODY
      if (at === NOBODY) return ctx.relay(call, child)
      ctx.count('triedAgain')
      forward(state, call, ctx, at)
    },
    params(state, ctx) {
      state.backends.params = ctx.params
      state.issueOptions.timeoutNanos = ms(ctx.params.timeoutMs)
      if (state.strategy === ctx.params.strategy) return
      state.strategy = ctx.params.strategy
      state.balancer = balancerNamed(state.strategy).create()
    },
    links: (state, ctx) => state.backends.connect(ctx.links('backends')),
  },
  inspect: ({ backends, balancer, strategy }, { monotonic: now }) => ({
    view: 'load-balancer',
    strategy,
    balancer: balancer.inspect(now),
    backends: backends.members.map(({ link, inFlight, available, failuresInRow, ejectedUntil }) => ({
      node: link.to.id,
      inFlight,
      available,
      failuresInRow,
      backInNanos: available ? 0 : Math.max(0, ejectedUntil - now),
    })),
  }),
  calibration: {
    models:
      'Strategies are the real algorithms over what the balancer itself has seen: requests in flight and latencies of its own. Health is judged by outcomes (timeouts, refused and broken connections), with ejection as in outlier detection.',
    constants: [
      {
        name: 'ejected 10 s × times, after 5 failures in a row',
        value: 'defaults',
        source: 'Envoy, outlier detection: base_ejection_time 30 s × times, consecutive_5xx 5',
      },
    ],
    leavesOut: 'Its own processor and connections: it forwards at once. Active health checks.',
  },
})

/** The `stage` of a call counts its tries, the `tag` of a try names the backend. */
function forward({ backends, issueOptions }: State, call: Call, ctx: BalancerContext, at: number): void {
  call.stage++
  const member = backends.members[at]
  member.inFlight++
  issueOptions.attempt = call.attempt
  ctx.count('forwarded')
  ctx.issue(member.link, call, call, issueOptions).tag = member.id
}

/** Which backend is to have the request, `except` left out; NOBODY when none is there. */
function pick(state: State, call: Call, ctx: BalancerContext, except: Backend | null): number {
  const { backends, balancer, random } = state
  backends.readmit(ctx.monotonic)
  const out = except !== null && except.available
  if (out) except.available = false
  const at = balancer.pick(ctx.monotonic, backends.members, hashInteger32(call.key), random)
  if (out) except.available = true
  return at
}

const kindOf = (call: Call): FailureKind | undefined => FAILURES[call.failure as Failure]

/** Whether the backend seems ill; being told no is no illness. */
function isIllness(child: Call): boolean {
  const kind = kindOf(child)
  return !child.ok && kind?.outcome === 'failed' && kind.final !== true
}

function isDefinite(child: Call): boolean {
  const kind = kindOf(child)
  return kind?.definite === true && kind.final !== true
}
