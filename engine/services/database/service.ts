import type { RandomStream } from '../../lib/random.ts'
import { ms, type Nanos } from '../../lib/units.ts'
import { counter } from '../../measure/metric.ts'
import type { ValuesOf } from '../../schema/parameter.ts'
import { WorkTime } from '../../workload/work-time.ts'
import { defineService } from '../define-service.ts'
import { DATABASE_PARAMETERS } from './parameters.ts'

/** What a key holds, and which write put it there. A key never written holds its first version, 0. */
export interface Row {
  value: unknown
  version: number
  writtenAt: Nanos
}

interface State {
  read: WorkTime
  write: WorkTime
  readonly random: RandomStream
  readonly rows: Map<number, Row>
}

/** One node that keeps rows by key, durably: what was acknowledged is there after a crash. */
export const service = defineService({
  kind: 'database',
  title: 'Database',
  summary: 'Keeps rows by key on its disk; reads and writes queue for its connections.',
  group: 'data',
  icon: 'database',
  ports: {},
  params: DATABASE_PARAMETERS,
  metrics: { reads: counter('Reads', 'requests'), writes: counter('Writes', 'requests') },
  headline: ['utilization', 'queue', 'rate'],
  stations: {
    connections: { title: 'Connections', servers: 'connections', queueLimit: 'queueLimit' },
  },
  durable: () => new Map<number, Row>(),
  start: ({ params, random }, rows): State => ({ ...workTimes(params), random: random('work'), rows }),
  on: {
    request(state, call, ctx) {
      const work = call.op === 'read' ? state.read : state.write
      ctx.serve(call, work.draw(state.random), 'connections')
    },
    served(state, call, ctx) {
      if (call.op === 'read') {
        ctx.count('reads')
        return ctx.reply(call, state.rows.get(call.key)?.value ?? null)
      }
      ctx.count('writes')
      const version = (state.rows.get(call.key)?.version ?? 0) + 1
      state.rows.set(call.key, { value: call.body, version, writtenAt: ctx.now })
      ctx.reply(call, version)
    },
    params: (state, ctx) => void Object.assign(state, workTimes(ctx.params)),
  },
  inspect: ({ rows }) => ({
    view: 'database',
    rows: rows.size,
    latest: [...rows].slice(-20).map(([key, { value, version }]) => ({ key, value, version })),
  }),
  calibration: {
    models:
      'A pool of connections with a queue in front; a statement occupies one for a random time and then takes effect at once, durably. Reads return the value written last; writes return the new version of their key.',
    constants: [],
    leavesOut:
      'Transactions, indexes, buffer pool, locks and log shipping: kinds of their own have those. Statements do not wait for each other’s rows.',
  },
})

function workTimes({ readMs, writeMs, variation }: ValuesOf<typeof DATABASE_PARAMETERS>) {
  return { read: new WorkTime(ms(readMs), variation), write: new WorkTime(ms(writeMs), variation) }
}
