import type { RevisionEvent } from '../../algorithms/storage/revisions/revision-command.ts'
import type { WatchCompacted, WatchEvents } from '../../algorithms/storage/revisions/watch-messages.ts'
import { FEATURE, type WatcherContext, type WatcherState } from './watcher-state.ts'

/** What checkers learn: these watchers, who had all seen the same, have seen these changes. */
export interface WatchDelivered {
  /** Valid during the fact only. */
  readonly watchers: readonly number[]
  readonly revisions: readonly number[]
}
/** What checkers learn: these watchers were told that something is missing, and go on from a revision. */
export interface WatchReset {
  readonly watchers: readonly number[]
  readonly revision: number
}

/** Takes changes in. Gives back who has missed something before them. */
export function deliver(
  state: WatcherState,
  link: number,
  message: WatchEvents,
  ctx: WatcherContext,
): number[] {
  const watchers = message.watchers ?? state.members[link]
  const alike = seenByAll(state, watchers)
  if (alike >= message.previous && alike < message.upTo) {
    take(state, alike, watchers, message, ctx)
    return NOBODY
  }
  return deliverEach(state, link, watchers, message, ctx)
}

const NOBODY: number[] = []

/** What all of them have seen, or -1 when they have not seen the same: nearly always they have. */
function seenByAll({ seen }: WatcherState, watchers: readonly number[]): number {
  if (watchers.length === 0) return -1
  const first = seen[watchers[0]]
  for (const watcher of watchers) if (seen[watcher] !== first) return -1
  return first
}

function deliverEach(
  state: WatcherState,
  link: number,
  watchers: readonly number[],
  message: WatchEvents,
  ctx: WatcherContext,
): number[] {
  const behind: number[] = []
  const groups = new Map<number, number[]>()
  for (const watcher of watchers) {
    const seen = state.seen[watcher]
    if (state.server[watcher] !== link || seen >= message.upTo) continue
    // Without resuming nobody asks what may have been before.
    if (seen < message.previous && ctx.params.resume) behind.push(watcher)
    else {
      const group = groups.get(seen)
      if (group === undefined) groups.set(seen, [watcher])
      else group.push(watcher)
    }
  }
  for (const [seen, those] of groups) take(state, seen, those, message, ctx)
  return behind
}

function take(
  state: WatcherState,
  seen: number,
  watchers: readonly number[],
  { events, upTo }: WatchEvents,
  ctx: WatcherContext,
): void {
  const news = events.filter(({ revision }) => revision > seen)
  for (const watcher of watchers) state.seen[watcher] = upTo
  for (const event of news) note(state, event, ctx)
  ctx.count('delivered', news.length * watchers.length)
  if (news.length === 0 || !ctx.wants('watch-delivered')) return
  const fact: WatchDelivered = { watchers, revisions: news.map(({ revision }) => revision) }
  ctx.fact('watch-delivered', fact)
}

function note(
  state: WatcherState,
  { revision, key, value, askedAt }: RevisionEvent,
  ctx: WatcherContext,
): void {
  ctx.observe('watchDelay', ctx.now - askedAt)
  if (key === FEATURE && typeof value === 'number') state.noteFeature(revision, value)
}

/** They begin anew from how everything stands. */
export function beginAnew(state: WatcherState, message: WatchCompacted, ctx: WatcherContext): void {
  const { revision, values } = message
  const watchers = message.watchers.filter((watcher) => state.seen[watcher] < revision)
  for (const watcher of watchers) state.seen[watcher] = revision
  const feature = values.find(([key]) => key === FEATURE)?.[1]
  if (typeof feature === 'number') state.noteFeature(revision, feature)
  ctx.count('toldCompacted', watchers.length)
  ctx.fact('watch-reset', { watchers, revision } satisfies WatchReset)
}
