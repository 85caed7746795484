import type { Appended } from '../../algorithms/stream/replica-messages.ts'
import type { Call } from '../define-service.ts'
import { appended, wait } from './advance.ts'
import type { BrokerContext, BrokerState, PendingProduce } from './broker-state.ts'
import type { ProduceRequest, ProduceResult } from './protocol.ts'

/** Takes a producer's batches in, and answers when they count as written. */
export function produce(state: BrokerState, call: Call, ctx: BrokerContext): void {
  const { acks, partitions, batches } = call.body as ProduceRequest
  const results: ProduceResult[] = []
  const pending: PendingProduce = { call, id: call.id, results, waitsFor: 0 }
  for (const [i, partition] of partitions.entries()) {
    const replica = state.replicas[partition]
    const outcome = replica?.append(ctx.clock, batches[i], acks === 'all') ?? NOT_HERE
    count(outcome, batches[i].values.length, ctx)
    results.push({ error: outcome.error, baseOffset: outcome.baseOffset })
    if (outcome.error !== null || acks !== 'all' || replica!.highWatermark >= outcome.nextOffset) continue
    pending.waitsFor++
    wait(state, partition, { offset: outcome.nextOffset, since: ctx.now, produce: pending, process: null })
  }
  if (pending.waitsFor === 0) ctx.reply(call, results)
  for (const partition of partitions) {
    const replica = state.replicas[partition]
    if (replica !== undefined) appended(state, replica, ctx)
  }
}

const NOT_HERE: Appended = { error: 'not-leader', baseOffset: -1, nextOffset: -1, duplicate: false }

function count({ error, duplicate }: Appended, records: number, ctx: BrokerContext): void {
  if (error === 'fenced') ctx.count('fenced')
  else if (error === 'not-enough-replicas') ctx.count('tooFew')
  else if (error === null && duplicate) ctx.count('duplicates')
  else if (error === null) ctx.count('recordsIn', records)
}
