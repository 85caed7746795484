import { ms } from '../../lib/units.ts'
import type { Failure } from '../../schema/failures.ts'
import type { Steps } from '../define-service.ts'
import type { AccountStep } from '../shard/protocol.ts'
import type { Asker, Saga, SagaContext, SagaState } from './saga-state.ts'

const TRY_AGAIN = ms(50)
const PATIENCE = { timeoutNanos: ms(1_000) }

/** Takes a transfer from where its log has it to its end. */
export function* advance(state: SagaState, saga: Saga, asker: Asker | null, ctx: SagaContext): Steps {
  const { id, from, to, amount } = saga
  if (saga.state === 'debiting') {
    if (!(yield* step(state, from, { id: `${id}-debit`, amount: -amount }, ctx))) {
      ctx.count('refused')
      return end(state, saga, asker, 'step-refused', ctx)
    }
    saga.state = 'crediting'
  }
  if (saga.state === 'crediting') {
    if (yield* step(state, to, { id: `${id}-credit`, amount }, ctx)) {
      ctx.count('done')
      return end(state, saga, asker, null, ctx)
    }
    if (!ctx.params.compensates) return end(state, saga, asker, 'step-refused', ctx)
    saga.state = 'undoing'
  }
  yield* step(state, from, { id: `${id}-undo`, amount }, ctx)
  ctx.count('undone')
  end(state, saga, asker, 'saga-undone', ctx)
}

/** Has an account take a step, asking until the answer is sure: true if it did, false if it refused. */
function* step(state: SagaState, key: number, body: AccountStep, ctx: SagaContext): Steps<boolean> {
  for (;;) {
    ctx.count('steps')
    const reply = yield* ctx.call(state.nextLink(), { op: 'step', key, body }, PATIENCE)
    if (reply.ok) return true
    if (reply.failure === 'step-refused') return false
    yield* ctx.sleep(TRY_AGAIN)
  }
}

function end(
  state: SagaState,
  saga: Saga,
  asker: Asker | null,
  failure: Failure | null,
  ctx: SagaContext,
): void {
  state.disk.open.delete(saga.id)
  ctx.gauge('open', state.disk.open.size)
  if (asker === null || asker.call.id !== asker.callId || !asker.call.owing) return
  if (failure === null) ctx.reply(asker.call)
  else ctx.fail(asker.call, failure)
}
