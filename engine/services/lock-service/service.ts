import { LeaseLocks, type LeaseLocksState } from '../../algorithms/lock/lease-locks.ts'
import { ms, us } from '../../lib/units.ts'
import { counter, gauge } from '../../measure/metric.ts'
import { number } from '../../schema/parameter.ts'
import { defineService, type Context } from '../define-service.ts'
import type { LockAnswer, LockRequest } from './protocol.ts'

interface Locks {
  locks: LeaseLocks
  epoch: number
  /** What the replica knows: it lags behind. */
  replica: LeaseLocksState | undefined
}

type LockContext = Context<typeof PARAMS, typeof METRICS, never, 'thread'>

const PARAMS = {
  opMicros: number({
    title: 'Time per command',
    doc: 'How long one command keeps the single thread busy.',
    default: 40,
    min: 1,
    max: 100_000,
    unit: 'µs',
    scale: 'log',
  }),
  replicationMs: number({
    title: 'Replication lag',
    doc: 'How far the replica is behind: a failover forgets the locks of that time.',
    default: 200,
    min: 1,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
}
const METRICS = {
  acquired: counter('Acquired', 'locks'),
  refused: counter('Refused', 'locks'),
  held: gauge('Held', 'locks'),
  failovers: counter('Failovers', 'failovers'),
}

function execute({ locks }: Locks, request: LockRequest, ctx: LockContext): unknown {
  const now = ctx.clock
  if (request.what === 'release') return locks.release(now, request.names, request.owner)
  if (request.what === 'extend') return locks.extend(now, request.names, request.owner, ms(request.ttlMs))
  const outcome = locks.acquire(now, request.names, request.owner, ms(request.ttlMs))
  ctx.count(outcome.status === 'acquired' ? 'acquired' : 'refused')
  if (outcome.status === 'acquired')
    return { acquired: true, fencingToken: outcome.fencingToken } satisfies LockAnswer
  return { acquired: false, heldBy: outcome.by.owner } satisfies LockAnswer
}

/** Named locks with a time to live. The server may fail over to a replica that has not heard of the latest locks. */
export const service = defineService({
  kind: 'lock-service',
  title: 'Lock service',
  summary: 'Distributed locks with a time to live and fencing tokens; its failover forgets recent locks.',
  group: 'coordination',
  icon: 'lock-keyhole',
  understands: ['locks'],
  ports: {},
  params: PARAMS,
  metrics: METRICS,
  headline: { held: 'Held', acquired: 'Acquired', refused: 'Refused' },
  stations: { thread: { title: 'Single thread', servers: 1, queueLimit: 10_000 } },
  start: (): Locks => ({ locks: new LeaseLocks(), epoch: 0, replica: undefined }),
  begin: (_locks, ctx) => void ctx.timer('replicate', ms(ctx.params.replicationMs)),
  on: {
    request(_locks, call, ctx) {
      ctx.serve(call, us(ctx.params.opMicros), 'thread')
    },
    served(locks, call, ctx) {
      ctx.reply(call, execute(locks, call.body as LockRequest, ctx))
    },
    control: {
      failover(locks, ctx) {
        locks.epoch++
        locks.locks = new LeaseLocks({ epoch: locks.epoch, state: locks.replica })
        ctx.count('failovers')
        ctx.mark(
          `lock service failed over; locks of the last ${ctx.params.replicationMs} ms may be forgotten`,
        )
      },
    },
  },
  timers: {
    replicate(locks, _argument, ctx) {
      locks.replica = locks.locks.export(ctx.clock)
      ctx.gauge('held', locks.locks.inspect(ctx.clock).heldCount)
      ctx.timer('replicate', ms(ctx.params.replicationMs))
    },
  },
  inspect: ({ locks, epoch }, { now }) => ({ view: 'locks', ...locks.inspect(now), epoch }),
  calibration: {
    models:
      'One server as Redis is used for locks: commands queue, a key lives until it is released or expires, an asynchronous replica takes over.',
    constants: [
      { name: 'opMicros', value: '40 µs', source: 'order of magnitude of a short command on one core' },
    ],
    leavesOut: 'Quorum locks over several servers; the election that decides on a failover.',
  },
})
