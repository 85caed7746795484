import { isAborted, offsetOf } from '../../algorithms/stream/record-batch.ts'
import { ms, type Nanos } from '../../lib/units.ts'
import type { ReadRequest, ReadResult } from '../broker/protocol.ts'
import type { Call, Link } from '../define-service.ts'
import type { Chunk, ConsumerContext, ConsumerState, OwnedPartition } from './consumer-state.ts'

/** What a plain reply answers. */
export const TAG = { fetch: 1, metadata: 2 } as const
/** A fetch may be held; this much longer its answer may take. */
const SLACK: Nanos = ms(300)

/** What checkers learn when records reach a member. */
export interface RecordsRead {
  readonly member: string
  readonly committedOnly: boolean
  readonly partition: number
  readonly offsets: readonly number[]
  readonly ids: readonly number[]
  readonly atNanos: Nanos
}

/** Asks every broker for what comes next in the partitions that it leads and of which nothing waits here. */
export function fetch(state: ConsumerState, ctx: ConsumerContext): void {
  const { cluster, owned } = state
  if (cluster.metadata === null) return cluster.refresh(ctx, TAG.metadata)
  for (const [broker, link] of cluster.ways()) {
    if (state.fetching.has(broker)) continue
    const due: OwnedPartition[] = []
    for (const each of owned.values())
      if (!each.isBuffered && cluster.leads(broker, each.partition)) due.push(each)
    if (due.length > 0) fetchFrom(state, link, due, ctx)
  }
}

function fetchFrom(
  state: ConsumerState,
  link: Link,
  owned: readonly OwnedPartition[],
  ctx: ConsumerContext,
): void {
  const { isolation, fetchKb, leastKb, fetchWaitMs } = ctx.params
  const body: ReadRequest = {
    partitions: owned.map(({ partition }) => partition),
    offsets: owned.map((each) => each.fetchFrom),
    committedOnly: isolation === 'committed',
    mostBytes: fetchKb * 1_000,
    leastBytes: leastKb * 1_000,
    waitNanos: ms(fetchWaitMs),
  }
  const call = ctx.issue(link, { op: 'fetch', body }, null, { timeoutNanos: ms(fetchWaitMs) + SLACK })
  call.tag = TAG.fetch
  state.fetching.set(link.to.index, call.id)
}

/** A broker has answered. What it sends of partitions that are not ours any more is dropped. */
export function fetched(state: ConsumerState, answer: Call, ctx: ConsumerContext): void {
  state.fetching.delete(answer.link!.to.index)
  if (!answer.ok) return state.cluster.refresh(ctx, TAG.metadata)
  const { offsets, committedOnly } = answer.body as ReadRequest
  for (const [i, result] of (answer.value as readonly ReadResult[]).entries()) {
    const owned = state.owned.get(result.partition)
    if (owned !== undefined && !owned.isBuffered && owned.fetchFrom === offsets[i])
      takeIn(state, owned, result, committedOnly, ctx)
  }
  wakeWorker(state, ctx)
  fetch(state, ctx)
}

function takeIn(
  state: ConsumerState,
  owned: OwnedPartition,
  { error, answer, startOffset, endOffset }: ReadResult,
  committedOnly: boolean,
  ctx: ConsumerContext,
): void {
  if (error === 'out-of-range') {
    ctx.count('resets')
    owned.fetchFrom = owned.fetchFrom < startOffset ? startOffset : endOffset
    return
  }
  if (answer === null) return state.cluster.refresh(ctx, TAG.metadata)
  owned.highWatermark = answer.highWatermark
  if (answer.nextOffset === owned.fetchFrom) return
  const chunk = chunkOf(owned, answer, committedOnly)
  owned.fetchFrom = answer.nextOffset
  owned.isBuffered = true
  state.chunks.push(chunk)
  if (!ctx.wants('records-read') || chunk.ids.length === 0) return
  const { offsets, ids } = chunk
  const { partition } = owned
  const fact: RecordsRead = { member: state.member, committedOnly, partition, offsets, ids, atNanos: ctx.now }
  ctx.fact('records-read', fact)
}

/** The records that a reader is to see: no markers, and nothing of aborted transactions when only what is committed counts. */
function chunkOf(
  owned: OwnedPartition,
  { batches, nextOffset, aborted }: NonNullable<ReadResult['answer']>,
  committedOnly: boolean,
): Chunk {
  const from = owned.fetchFrom
  const offsets: number[] = []
  const ids: number[] = []
  let writtenAt = 0
  for (const batch of batches) {
    if (batch.control !== null || (committedOnly && isAborted(batch, aborted))) continue
    writtenAt = batch.atNanos
    for (let i = 0; i < batch.values.length; i++) {
      const offset = offsetOf(batch, i)
      if (offset < from) continue
      offsets.push(offset)
      ids.push(batch.values[i] as number)
    }
  }
  return { owned, from, to: nextOffset, offsets, ids, writtenAt }
}

/** There may be something to do for whoever processes. */
export function wakeWorker(state: ConsumerState, ctx: ConsumerContext): void {
  if (state.idle === null || state.chunks.length === 0) return
  ctx.wake(state.idle)
  state.idle = null
}
