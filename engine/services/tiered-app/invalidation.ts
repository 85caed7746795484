import type { RisenStamps } from '../../algorithms/cache/version-stamps.ts'
import { ms } from '../../lib/units.ts'
import type { Call } from '../define-service.ts'
import type { ChannelMessage } from '../pub-sub/protocol.ts'
import type { TieredContext, TieredState } from './tiered-state.ts'

/** How copies in the servers' own memories are kept from living on after a write. */
export interface Scheme {
  /** The server that wrote forgets its own copy. */
  readonly clearsOwn: boolean
  /** All servers are told which key was written. */
  readonly publishes: boolean
  /** Copies are compared with the version stamps of their keys, which are asked for. */
  readonly stamps: boolean
}

export const SCHEMES = {
  ttl: { clearsOwn: false, publishes: false, stamps: false },
  manual: { clearsOwn: true, publishes: false, stamps: false },
  'pub-sub': { clearsOwn: true, publishes: true, stamps: false },
  'version-stamp': { clearsOwn: true, publishes: false, stamps: true },
} as const satisfies Record<string, Scheme>

/** What a published message says. */
interface Overwritten {
  readonly key: number
}

/** A channel that restarts has forgotten its listeners: they say so again. */
export const SUBSCRIBE_EVERY = ms(500)

export function subscribe({ channel }: TieredState, ctx: TieredContext): void {
  const message: ChannelMessage = { type: 'subscribe' }
  if (channel !== null) ctx.send(channel, message)
}

/** A write has happened through this server: its own memory and the other servers learn of it as the scheme says. */
export function spread(state: TieredState, key: number, ctx: TieredContext): void {
  const { scheme, channel } = state
  if (scheme.clearsOwn) forget(state, key, ctx)
  if (!scheme.publishes || channel === null) return
  const content: Overwritten = { key }
  const message: ChannelMessage = { type: 'published', content }
  ctx.count('published')
  ctx.send(channel, message)
}

/** Another server tells that it has written a key. */
export function hear(state: TieredState, message: ChannelMessage, ctx: TieredContext): void {
  if (message.type !== 'published' || !state.scheme.publishes) return
  ctx.count('heard')
  forget(state, (message.content as Overwritten).key, ctx)
}

/** Asks which stamps have risen, unless it is being asked. */
export function askForStamps(state: TieredState, ctx: TieredContext): void {
  if (!state.scheme.stamps || state.askingSince !== null) return
  state.askingSince = ctx.monotonic
  ctx.issue(state.origin, { op: 'stamps', body: state.stamps.latest }, null, state.originOptions)
}

/** The origin has said which stamps have risen since they were asked for last, or has not. */
export function stampsTold(state: TieredState, child: Call, ctx: TieredContext): void {
  const askedAt = state.askingSince!
  state.askingSince = null
  if (!child.ok) return
  state.stamps.adopt(child.value as RisenStamps)
  state.stampsAskedAt = askedAt
  ctx.gauge('stampAge', ctx.monotonic - askedAt)
}

/** What is read from now on must not be what was loaded before. */
function forget(state: TieredState, key: number, ctx: TieredContext): void {
  state.local.invalidate(key, ctx.monotonic)
  state.loads.overtake(key)
}
