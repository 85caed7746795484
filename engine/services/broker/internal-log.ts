import { NO_PRODUCER, type DraftBatch } from '../../algorithms/stream/record-batch.ts'
import type { Steps } from '../define-service.ts'
import { appended, replicated } from './advance.ts'
import type { BrokerContext, BrokerState } from './broker-state.ts'
import { writeNanos } from './params.ts'

const BYTES = 200

/** Writes one value to a partition for the brokers' own use and waits until it is replicated; false when that cannot be. */
export function* writeDown(
  state: BrokerState,
  partition: number,
  key: string,
  value: unknown,
  ctx: BrokerContext,
): Steps<boolean> {
  const draft: DraftBatch = {
    producerId: NO_PRODUCER,
    producerEpoch: 0,
    baseSequence: -1,
    transactional: false,
    control: null,
    keys: [key],
    values: [value],
    deletes: null,
    bytes: BYTES,
  }
  yield* ctx.work(writeNanos(ctx.params, 1), 'disk')
  const replica = state.replicas[partition]
  const outcome = replica?.append(ctx.clock, draft, true)
  if (replica === undefined || outcome!.error !== null) return false
  const nextOffset = outcome!.nextOffset
  appended(state, replica, ctx)
  return yield* replicated(state, replica, nextOffset, ctx)
}
