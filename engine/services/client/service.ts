import type { Timer } from '../../kernel/timer.ts'
import { defineService } from '../define-service.ts'
import { ClientState } from './client-state.ts'
import { ASKED } from './asked.ts'
import { CLIENT_METRICS } from './metrics.ts'
import { CLIENT_PARAMETERS } from './parameters.ts'
import { attemptSettled, beginRequest, sendAttempt, think, type ClientContext } from './requests.ts'

/** People and their programs: where requests begin, and where their latency is measured. */
export const service = defineService({
  kind: 'client',
  title: 'Client',
  summary: 'People and programs that send requests, wait, time out and try again.',
  group: 'clients',
  icon: 'users',
  understands: [],
  ports: { out: { title: 'asks', edges: 'many', asks: ASKED } },
  params: CLIENT_PARAMETERS,
  metrics: CLIENT_METRICS,
  headline: { rate: 'Sent', success: 'Success', latency: 'p99' },
  stations: {},
  start: (setup): ClientState => new ClientState(setup),
  begin: (state, ctx) => startLoad(state, ctx),
  on: {
    reply(state, child, root, ctx) {
      if (root !== null) attemptSettled(state, ctx, child, root)
    },
    woken: (state, root, ctx) => sendAttempt(state, ctx, root),
    params(state, ctx) {
      if (state.adopt(ctx.params)) state.arrival?.cancel()
      startLoad(state, ctx)
    },
    links: (state, ctx) => state.connect(ctx.links('out')),
  },
  timers: {
    arrive(state, _argument, ctx) {
      const lateNanos = ctx.now - state.load.arrivesAt
      state.load.nextArrival()
      awaitArrival(state, ctx)
      const user = state.load.nextUser()
      if (state.awayFor(user, ctx.now) > 0) ctx.count('heldBack')
      else beginRequest(state, ctx, user, lateNanos)
    },
    ask(state, argument, ctx) {
      const user = argument as number
      if (ctx.params.loop !== 'closed' || user >= ctx.params.firstUser + ctx.params.users) return
      state.asking.add(user)
      beginRequest(state, ctx, user, 0)
    },
  },
  inspect: (state, { params, now }) => ({
    view: 'client',
    loop: params.loop,
    usersStayingAway: [...state.awayUntil.values()].filter((until) => until > now).length,
    retriesLeftInBudget: state.retry.retriesLeft(now),
    thinking: state.thinkers.filter((timer) => timer.pending).length,
  }),
  calibration: {
    models:
      'Open loop: a Poisson process whose rate follows the pattern (by thinning), latency counted from the instant the request was wanted, so that a stalled client hides nothing. Closed loop: users with exponential think times. Every attempt is a request of its own on the network; timeouts, backoff with jitter, a retry budget and Retry-After are what the programs really do.',
    constants: [
      {
        name: 'retries always allowed by the budget',
        value: '10 a second',
        source: 'Finagle, RetryBudget: its default minimum',
      },
      { name: 'Retry-After', value: 'whole seconds', source: 'RFC 9110, section 10.2.3' },
    ],
    leavesOut:
      'Connection set-up, name look-up, TLS, and people who leave for good. An open-loop user may have several requests under way.',
  },
})

/** Sets the load going as the parameters have it now; what runs already stays. */
function startLoad(state: ClientState, ctx: ClientContext): void {
  const { loop, users, firstUser } = ctx.params
  if (loop !== 'closed') {
    if (state.arrival?.pending === true) return
    state.load.arriveFrom(ctx.now)
    awaitArrival(state, ctx)
    return
  }
  state.arrival?.cancel()
  for (let user = firstUser; user < firstUser + users; user++) {
    const thinker: Timer | undefined = state.thinkers[user]
    const thinks = thinker !== undefined && thinker.pending
    if (!thinks && !state.asking.has(user)) think(state, ctx, user)
  }
}

/** Waits for the next arrival. An instant that has passed (the client was paused) comes at once. */
function awaitArrival(state: ClientState, ctx: ClientContext): void {
  const { arrivesAt } = state.load
  if (arrivesAt === Infinity) return
  const wait = Math.max(0, arrivesAt - ctx.now)
  if (state.arrival === null) state.arrival = ctx.timer('arrive', wait)
  else state.arrival.again(wait)
}
