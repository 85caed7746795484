import { SECOND, type Nanos } from '../../lib/units.ts'
import type { Failure } from '../../schema/failures.ts'
import type { Call, Context } from '../define-service.ts'
import type { ClientState } from './client-state.ts'
import type { CLIENT_METRICS } from './metrics.ts'
import type { CLIENT_PARAMETERS } from './parameters.ts'
import { GIVE_UP } from './retry-policy.ts'

export type ClientContext = Context<typeof CLIENT_PARAMETERS, typeof CLIENT_METRICS, 'out', never>

/** What checkers learn when a request begins. */
export interface ClientAsk {
  request: number
  client: number
  op: string
  key: number
  body: unknown
  intendedAt: Nanos
  region: string
}

/** What checkers learn when a request has ended for its user: with the asks, the history of the run as users know it. */
export interface ClientAnswer {
  request: number
  client: number
  op: string
  key: number
  body: unknown
  ok: boolean
  failure: string | null
  value: unknown
  intendedAt: Nanos
  attempts: number
  region: string
}

/** A request that `user` wanted `lateNanos` ago begins; how it goes on is told by its attempts. */
export function beginRequest(state: ClientState, ctx: ClientContext, user: number, lateNanos: Nanos): void {
  const wish = state.load.wish(user, ctx)
  const root = ctx.begin(wish, lateNanos, state.deadlineNanos)
  if (ctx.wants('client-ask')) ctx.fact('client-ask', askOf(ctx, root))
  state.retry.firstAttempt(ctx.now)
  root.stage = 1
  root.note = 0
  sendAttempt(state, ctx, root)
}

/** Sends attempt number `root.stage`. */
export function sendAttempt(state: ClientState, ctx: ClientContext, root: Call): void {
  ctx.count('attempts')
  if (root.stage > 1) ctx.count('retries')
  state.issueOptions.attempt = root.stage
  ctx.issue(state.link(root, ctx.params.spread), root, root, state.issueOptions)
}

/** An attempt has its answer, or none in time. */
export function attemptSettled(state: ClientState, ctx: ClientContext, child: Call, root: Call): void {
  if (child.ok) return endRequest(state, ctx, root, child)
  const told = stayAwayNanos(state, ctx, child, root)
  const waited = root.note as Nanos
  const wait = state.retry.waitAfter(ctx.now, root.stage, child.failure!, waited, told)
  if (wait === GIVE_UP || ctx.now + wait >= root.deadline) return endRequest(state, ctx, root, child)
  root.stage++
  root.note = wait
  ctx.delay(root, wait)
}

/** How long this user must wait before anything else, as the server said: Retry-After counts in whole seconds. */
function stayAwayNanos(state: ClientState, ctx: ClientContext, child: Call, root: Call): Nanos {
  if (child.retryAfterNanos === 0 || !ctx.params.obeyRetryAfter) return 0
  const wait = Math.ceil(child.retryAfterNanos / SECOND) * SECOND
  state.awayUntil.set(root.client, Math.max(state.awayUntil.get(root.client) ?? 0, ctx.now + wait))
  return wait
}

function endRequest(state: ClientState, ctx: ClientContext, root: Call, last: Call): void {
  const { ok, value } = last
  const { client } = root
  state.load.answered(root, ok, value)
  if (ctx.wants('client-answer')) ctx.fact('client-answer', answerOf(ctx, root, last))
  if (ok) {
    ctx.count('succeeded')
    ctx.observe('latency', ctx.now - root.intendedAt)
    ctx.reply(root, value)
  } else {
    ctx.count('failed')
    ctx.fail(root, last.failure as Failure)
  }
  if (state.asking.size > 0 && state.asking.delete(client) && ctx.params.loop === 'closed')
    think(state, ctx, client)
}

/** User number `user` of the closed loop thinks, then asks. */
export function think(state: ClientState, ctx: ClientContext, user: number): void {
  const away = state.awayFor(user, ctx.now)
  const wait = Math.max(state.load.thinkNanos(), away - ctx.now)
  const timer = state.thinkers[user]
  if (timer === undefined) state.thinkers[user] = ctx.timer('ask', wait, user)
  else timer.again(wait)
}

function askOf(ctx: ClientContext, root: Call): ClientAsk {
  const { id: request, client, op, key, body, intendedAt } = root
  return { request, client, op, key, body, intendedAt, region: ctx.node.region }
}

function answerOf(ctx: ClientContext, root: Call, last: Call): ClientAnswer {
  const { id: request, client, op, key, body, intendedAt, stage } = root
  const { ok, failure, value } = last
  const { region } = ctx.node
  return { request, client, op, key, body, ok, failure, value, intendedAt, attempts: stage, region }
}
