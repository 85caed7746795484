import { ms, us, type Nanos } from '../../lib/units.ts'
import type { Steps } from '../define-service.ts'
import type { Chunk, ConsumerContext, ConsumerState, OwnedPartition } from './consumer-state.ts'
import { fetch } from './fetch.ts'
import { ask } from './membership.ts'

/** What checkers learn when a member has processed what stands between two offsets. */
export interface RecordsProcessed {
  readonly member: string
  readonly partition: number
  readonly from: number
  readonly to: number
  readonly records: number
  readonly atNanos: Nanos
}

/** Processes one chunk after the other. */
export function* processChunks(state: ConsumerState, ctx: ConsumerContext): Steps {
  while (true) {
    const chunk = state.chunks.shift()
    if (chunk === undefined) {
      state.idle = ctx.current
      yield* ctx.suspend()
    } else yield* processChunk(state, chunk, ctx)
  }
}

/** Of a chunk so much at a time as one poll brings. */
function* processChunk(state: ConsumerState, chunk: Chunk, ctx: ConsumerContext): Steps {
  const { owned, ids, offsets, to, writtenAt } = chunk
  let from = chunk.from
  const { pollRecords, recordMicros, commit: when } = ctx.params
  for (let done = 0; done < ids.length || done === 0; done += pollRecords) {
    const records = Math.min(pollRecords, ids.length - done)
    const next = done + pollRecords >= ids.length ? to : offsets[done + pollRecords]
    // Committed first: if we die now, nobody processes these records.
    if (when === 'before' && !(yield* commitUpTo(state, [owned], [next], ctx))) return drop(owned, from)
    if (state.owned.get(owned.partition) !== owned) return
    state.workingSince = ctx.now
    if (records > 0) yield* ctx.work(us(recordMicros) * records, 'worker')
    state.workingSince = Infinity
    tellProcessed(state, owned, from, next, records, ctx)
    from = next
    if (state.owned.get(owned.partition) !== owned) return
  }
  if (ids.length > 0) ctx.observe('age', Math.max(0, ctx.now - writtenAt))
  owned.isBuffered = false
  fetch(state, ctx)
}

function tellProcessed(
  state: ConsumerState,
  owned: OwnedPartition,
  from: number,
  to: number,
  records: number,
  ctx: ConsumerContext,
): void {
  const { partition } = owned
  owned.processedTo = to
  ctx.count('processed', records)
  if (!ctx.wants('records-processed')) return
  const fact: RecordsProcessed = { member: state.member, partition, from, to, records, atNanos: ctx.now }
  ctx.fact('records-processed', fact)
}

/** The commit was refused: the partition is somebody else's by now, or will be fetched again. */
function drop(owned: OwnedPartition, from: number): void {
  owned.fetchFrom = from
  owned.isBuffered = false
}

/** Commits what has been processed since the last time. */
export function* commit(state: ConsumerState, ctx: ConsumerContext): Steps {
  if (ctx.params.commit === 'before') return
  const moved = [...state.owned.values()].filter(({ processedTo, committedTo }) => processedTo > committedTo)
  if (moved.length === 0) return
  yield* commitUpTo(
    state,
    moved,
    moved.map(({ processedTo }) => processedTo),
    ctx,
  )
}

function* commitUpTo(
  state: ConsumerState,
  owned: readonly OwnedPartition[],
  offsets: readonly number[],
  ctx: ConsumerContext,
): Steps<boolean> {
  const partitions = owned.map(({ partition }) => partition)
  const reply = yield* ask(state, 'commit-offsets', { partitions, offsets }, ms(ctx.params.requestMs), ctx)
  if (reply === null || reply.error !== null) {
    ctx.count('refused')
    return false
  }
  ctx.count('commits')
  for (const [i, each] of owned.entries()) each.committedTo = Math.max(each.committedTo, offsets[i])
  return true
}
