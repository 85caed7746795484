import { ms } from '../../lib/units.ts'
import type { WatcherContext, WatcherState } from './watcher-state.ts'

const HEADER_BYTES = 48
const WATCHER_BYTES = 8
/** Watchers that lose their server come back in so many groups. */
const GROUPS = 8

/** Asks a server for what these watchers have missed; those who have seen the same ask together. */
export function open(
  state: WatcherState,
  watchers: readonly number[],
  link: number,
  ctx: WatcherContext,
): void {
  state.move(watchers, link)
  const bySeen = new Map<number, number[]>()
  for (const watcher of watchers) {
    const after = ctx.params.resume || state.seen[watcher] === 0 ? state.seen[watcher] : -1
    const group = bySeen.get(after)
    if (group === undefined) bySeen.set(after, [watcher])
    else group.push(watcher)
  }
  for (const [after, group] of bySeen) {
    const sizeBytes = HEADER_BYTES + group.length * WATCHER_BYTES
    ctx.send(state.links[link], { type: 'watch-open', watchers: group, after }, sizeBytes)
  }
}

/** All watchers look for a server, in groups, each at an instant of its own. */
export function scatter(
  state: WatcherState,
  watchers: readonly number[],
  avoid: number,
  ctx: WatcherContext,
): void {
  const random = ctx.random('servers')
  state.move(watchers, -1)
  for (let group = 0; group < GROUPS; group++) {
    const those = watchers.filter((_, i) => i % GROUPS === group)
    if (those.length === 0) continue
    let link = random.below(state.links.length)
    if (link === avoid) link = (link + 1) % state.links.length
    ctx.timer('reconnect', random.below(ms(ctx.params.reconnectMs) + 1), { watchers: those, link })
  }
}

/** Leaves servers that have been silent for too long. */
export function leaveSilent(state: WatcherState, ctx: WatcherContext): void {
  for (const [link, members] of state.members.entries()) {
    if (members.length === 0 || ctx.now - state.heardAt[link] < ms(ctx.params.silenceMs)) continue
    ctx.count('reconnects', members.length)
    scatter(state, members, link, ctx)
  }
}
