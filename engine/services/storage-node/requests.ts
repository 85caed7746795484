import { NOTHING_SEEN } from '../../algorithms/replication/dynamo/messages.ts'
import type { Call } from '../define-service.ts'
import { perform } from './perform.ts'
import type { StoreWrite } from './protocol.ts'
import type { StorageContext, StorageState } from './storage-state.ts'

/** A request's turn has come: hands it to the machine. */
export function ask(state: StorageState, call: Call, ctx: StorageContext): void {
  state.pending.set(call.id, call)
  const { id, key, op, body, client } = call
  if (op === 'read') return perform(state, state.node.get(ctx.monotonic, id, key), ctx)
  const { value, seen } = writeOf(body)
  const written = op === 'delete' ? null : `u${client}#${value}`
  perform(state, state.node.put(ctx.monotonic, id, key, written, seen), ctx)
}

function writeOf(body: unknown): StoreWrite {
  if (typeof body === 'object' && body !== null && 'seen' in body) return body as StoreWrite
  return { value: String(body), seen: NOTHING_SEEN }
}
