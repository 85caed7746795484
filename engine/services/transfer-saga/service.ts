import { ms } from '../../lib/units.ts'
import { defineService, type Steps } from '../define-service.ts'
import {
  SAGA_METRICS,
  SAGA_PARAMS,
  SagaState,
  type Saga,
  type SagaContext,
  type SagaDisk,
} from './saga-state.ts'
import { advance } from './advance.ts'

/** The body of a `transfer`: how much from the account of the request's key to another. Accounts are numbered from 0. */
export interface Transfer {
  readonly to: number
  readonly amount: number
}

const LOG_WRITE = ms(1)

/** Moves money between accounts that may live on different shards: step by step, with a way back. */
export const service = defineService({
  kind: 'transfer-saga',
  title: 'Transfers (saga)',
  summary:
    'A transaction over several shards as a chain of steps, each with one that undoes it; its log survives a crash.',
  group: 'coordination',
  icon: 'waypoints',
  understands: ['transfers'],
  ports: { rows: { title: 'changes rows through', edges: 'many', asks: ['account-steps'] } },
  params: SAGA_PARAMS,
  metrics: SAGA_METRICS,
  headline: { done: 'Done', undone: 'Undone', open: 'Open' },
  stations: { log: { title: 'Log', servers: 4, queueLimit: 1_000 } },
  durable: (): SagaDisk => ({ open: new Map(), begun: 0 }),
  start: (setup, disk): SagaState => new SagaState(setup, disk),
  begin(state, ctx) {
    ctx.gauge('open', state.disk.open.size)
    // What an earlier life has begun is finished, one way or the other.
    for (const saga of state.disk.open.values()) ctx.spawn(resume(state, saga, ctx))
  },
  on: {
    request: (_state, call, ctx) => ctx.serve(call, LOG_WRITE, 'log'),
    served(state, call, ctx) {
      const { to, amount } = call.body as Transfer
      const { firstAccount } = ctx.params
      const id = `${ctx.node.index}.${++state.disk.begun}`
      const saga: Saga = {
        id,
        from: firstAccount + call.key,
        to: firstAccount + to,
        amount,
        state: 'debiting',
      }
      state.disk.open.set(id, saga)
      ctx.gauge('open', state.disk.open.size)
      ctx.spawn(advance(state, saga, { call, callId: call.id }, ctx))
    },
  },
  inspect: ({ disk }) => ({
    view: 'transfer-saga',
    begun: disk.begun,
    open: [...disk.open.values()]
      .slice(0, 20)
      .map(({ id, from, to, amount, state }) => ({ id, from, to, amount, state })),
  }),
  calibration: {
    models:
      'A durable log of sagas; each step is asked for until its answer is sure, and the account remembers the steps that it took part in, so that asking twice changes nothing. A step that is refused is followed by those that undo what came before.',
    constants: [
      { name: 'log write', value: '1 ms', source: 'order of magnitude of a flush to a solid-state disk' },
    ],
    leavesOut:
      'Isolation: between the steps others see money that has left one account and not reached the other.',
  },
})

function* resume(state: SagaState, saga: Saga, ctx: SagaContext): Steps {
  ctx.count('resumed')
  yield* advance(state, saga, null, ctx)
}
