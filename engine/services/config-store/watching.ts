import type { RevisionEvent } from '../../algorithms/storage/revisions/revision-command.ts'
import { WatchHub, type WatchOutput } from '../../algorithms/storage/revisions/watch-hub.ts'
import type { WatchMessage, WatchOpen } from '../../algorithms/storage/revisions/watch-messages.ts'
import type { Link } from '../define-service.ts'
import { FLAGS, type RevisionFact } from './protocol.ts'
import type { StoreContext, StoreState } from './store-state.ts'

const HEADER_BYTES = 48
const EVENT_BYTES = 48
const WATCHER_BYTES = 8

/** A program asks for what changes, over `link`. A server that knows of no leader lets it wait: what it has may be old. */
export function openWatch(
  state: StoreState,
  message: WatchOpen,
  link: Link,
  from: number,
  ctx: StoreContext,
) {
  if (state.raft.leader === null) return void state.waiting.push({ message, link, from })
  state.streams.set(from, link)
  send(state, state.hub.open(from, message), ctx)
}

/** A command was applied: tells everybody who watches. */
export function tellChange(state: StoreState, events: readonly RevisionEvent[], ctx: StoreContext): void {
  if (ctx.wants('revision-applied')) {
    const { revision } = events[0]
    const fact: RevisionFact = { revision, ofFlags: events.some(({ key }) => key.startsWith(FLAGS)) }
    ctx.fact('revision-applied', fact)
  }
  for (const output of state.hub.changed(events)) send(state, output, ctx)
}

/** Says that the server is there and up to date, or closes all connections when it may not be. */
export function tellProgress(state: StoreState, ctx: StoreContext): void {
  if (state.raft.leader === null) return state.streams.size > 0 ? dropWatchers(state, ctx) : undefined
  const { revision } = state.machine.map
  for (const { message, link, from } of state.waiting.splice(0)) openWatch(state, message, link, from, ctx)
  for (const link of state.streams.values())
    ctx.send(link, { type: 'watch-progress', revision } satisfies WatchMessage, HEADER_BYTES)
}

/** Forgets all connections: programs notice the silence and go elsewhere. */
export function dropWatchers(state: StoreState, ctx: StoreContext): void {
  state.streams.clear()
  state.waiting = []
  state.hub = new WatchHub(state.machine.map, FLAGS, ctx.params.tellCompacted)
}

function send(state: StoreState, { stream, message }: WatchOutput, ctx: StoreContext): void {
  const entries = message.type === 'watch-events' ? message.events.length : message.values.length
  const sizeBytes = HEADER_BYTES + entries * EVENT_BYTES + (message.watchers?.length ?? 0) * WATCHER_BYTES
  ctx.send(state.streams.get(stream)!, message, sizeBytes)
}
