import type { ReadRequest, ReadResult } from './protocol.ts'
import type { BrokerContext, BrokerState, ParkedFetch } from './broker-state.ts'

/** Readers that wait for this partition are answered once there is enough for them. */
export function answerParkedReads(state: BrokerState, partition: number, ctx: BrokerContext): void {
  const { parkedReads } = state
  for (let i = parkedReads.length - 1; i >= 0; i--) {
    const { call, id, request } = parkedReads[i]
    const isGone = !call.owing || call.id !== id
    if (!isGone && !request.partitions.includes(partition)) continue
    if (!isGone && !isWorthAnswering(state, request)) continue
    parkedReads.splice(i, 1)
    if (!isGone) ctx.reply(call, countOut(readNow(state, request), ctx))
  }
}

/** What there is to read now. */
export function readNow(state: BrokerState, request: ReadRequest): ReadResult[] {
  const { partitions, offsets, committedOnly, mostBytes } = request
  return partitions.map((partition, i): ReadResult => {
    const replica = state.replicas[partition]
    if (replica === undefined)
      return { partition, error: 'not-leader', answer: null, startOffset: 0, endOffset: 0 }
    const { startOffset, endOffset } = replica.disk.log
    const answer = replica.read(offsets[i], mostBytes, committedOnly)
    return typeof answer === 'string'
      ? { partition, error: answer, answer: null, startOffset, endOffset }
      : { partition, error: null, answer, startOffset, endOffset }
  })
}

/** Whether a reader need not wait: some partition has enough for him, or something that he must know. */
export function isWorthAnswering(
  state: BrokerState,
  { partitions, offsets, committedOnly, leastBytes }: ReadRequest,
): boolean {
  for (let i = 0; i < partitions.length; i++) {
    const replica = state.replicas[partitions[i]]
    if (replica === undefined || !replica.leads) return true
    const { log } = replica.disk
    const offset = offsets[i]
    if (offset < log.startOffset || offset > log.endOffset) return true
    const below = committedOnly ? replica.stableOffset : replica.highWatermark
    if (offset < below && log.holds(leastBytes, offset, below)) return true
  }
  return false
}

export function countOut(results: ReadResult[], ctx: BrokerContext): ReadResult[] {
  let records = 0
  for (const { answer } of results) for (const batch of answer?.batches ?? []) records += batch.values.length
  ctx.count('recordsOut', records)
  return results
}

/** Followers that wait for this partition get what is new. */
export function answerParkedFetches(state: BrokerState, partition: number, ctx: BrokerContext): void {
  const { parkedFetches } = state
  for (let i = parkedFetches.length - 1; i >= 0; i--) {
    const parked = parkedFetches[i]
    if (!parked.fetches.some((fetch) => fetch.partition === partition)) continue
    parkedFetches.splice(i, 1)
    answerFetch(state, parked, ctx)
  }
}

/** Nothing new has come in time: followers hear that. */
export function answerLateFetches(state: BrokerState, ctx: BrokerContext): void {
  const { parkedFetches } = state
  for (let i = parkedFetches.length - 1; i >= 0; i--)
    if (parkedFetches[i].until <= ctx.now) answerFetch(state, parkedFetches.splice(i, 1)[0], ctx)
}

/** Answers a follower with all that the leader has for it. */
export function answerFetch(
  state: BrokerState,
  { link, from, id, fetches }: Omit<ParkedFetch, 'until'>,
  ctx: BrokerContext,
): void {
  let bytes = 0
  const answers = fetches.flatMap((fetch) => {
    const answer = state.replicas[fetch.partition]?.serve(ctx.monotonic, from, fetch)
    for (const batch of answer?.batches ?? []) bytes += batch.bytes
    return answer === undefined || answer === null ? [] : [answer]
  })
  ctx.send(link, { type: 'follower-answer', id, answers }, bytes)
}
