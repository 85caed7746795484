import { ms } from '../../lib/units.ts'
import type { Failure } from '../../schema/failures.ts'
import { defineService, type Call, type Steps } from '../define-service.ts'
import { TRANSFER_METRICS, TRANSFER_PARAMS, type TransferContext } from './params.ts'
import { transfer, type Order, type Transferred } from './transfer.ts'

/** Others were in the way; the same again may succeed. */
const RETRIED: ReadonlySet<Failure> = new Set(['serialization-failure', 'deadlock', 'transaction-ended'])

function* move(call: Call, ctx: TransferContext): Steps {
  const order = call.body as Order
  const { tries, retryMs } = ctx.params
  let latest: Transferred = { ok: false, failure: 'serialization-failure' }
  for (let attempt = 1; attempt <= tries; attempt++) {
    if (attempt > 1) {
      ctx.count('retried')
      yield* ctx.sleep(Math.round(ms(retryMs) * (attempt - 1) * (0.5 + ctx.random('pause').uniform())))
    }
    latest = yield* transfer(order, ctx)
    if (latest.ok || !RETRIED.has(latest.failure)) break
  }
  if (!latest.ok) {
    ctx.count('gaveUp')
    return ctx.fail(call, latest.failure)
  }
  ctx.count(latest.outcome)
  if (latest.outcome === 'transferred') ctx.observe('transferTime', ctx.now - call.arrivedAt)
  ctx.reply(call, { outcome: latest.outcome })
}

/** Moves money between two accounts of a database, as carefully as it is told to. */
export const service = defineService({
  kind: 'transfer-service',
  title: 'Transfer service',
  summary: 'Moves money between accounts: in place, under locks, or by reading first and writing back later.',
  group: 'compute',
  icon: 'arrow-left-right',
  understands: ['bank-transfers'],
  ports: { database: { title: 'Accounts', edges: 'one', asks: ['transactions'] } },
  params: TRANSFER_PARAMS,
  metrics: TRANSFER_METRICS,
  headline: { transferred: 'Moved', retried: 'Retried', inFlight: 'In flight' },
  stations: { processor: { title: 'Processor', servers: 'workers' } },
  start: () => ({}),
  *handle(_state, call, ctx) {
    yield* move(call, ctx)
  },
  inspect: (_state, { params }) => ({
    view: 'transfer-service',
    method: params.method,
    isolation: params.isolation,
  }),
  calibration: {
    models:
      'The source’s transfer step by step: every statement is a request over the network to the database, and other transfers go on in between.',
    constants: [
      {
        name: 'thinkMs',
        value: '10 ms',
        source: 'assumed: checks of limits and fraud between reading and writing',
      },
    ],
    leavesOut: 'Ledgers with entries instead of balances, currencies, transfers between banks.',
  },
})
