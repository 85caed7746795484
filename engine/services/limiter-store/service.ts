import { ms, us } from '../../lib/units.ts'
import { counter, gauge } from '../../measure/metric.ts'
import { number, toggle } from '../../schema/parameter.ts'
import { defineService, type Call } from '../define-service.ts'
import { CounterTable, type Verdict } from './counter-table.ts'
import { DecisionFact } from './decision-fact.ts'
import type { StoreRequest } from './protocol.ts'

/** How long leased tokens may be spent before they lapse. */
const LEASE = ms(2_000)

function execute(table: CounterTable, request: StoreRequest, clock: number): unknown {
  switch (request.what) {
    case 'decide':
      return { ...table.decide(request.charges, request.charging, request.now ?? clock) }
    case 'read':
      return table.read(request.subject, request.policy, clock)
    case 'write':
      return table.write(request.subject, request.policy, request.state) ?? true
    case 'lease':
      return table.lease(request.subject, request.policy, request.tokens, LEASE, clock)
  }
}

/** Where limiters of several servers keep their counters: one thread that runs a script or a command at a time. */
export const service = defineService({
  kind: 'limiter-store',
  title: 'Limiter store',
  summary: 'Shared counters for rate limiters on several servers; runs scripts atomically, one at a time.',
  group: 'coordination',
  icon: 'database-zap',
  understands: ['limits'],
  ports: {},
  params: {
    opMicros: number({
      title: 'Time per command',
      doc: 'How long one command or script keeps the single thread busy.',
      default: 40,
      min: 1,
      max: 100_000,
      unit: 'µs',
      scale: 'log',
    }),
    persistent: toggle({
      title: 'Persistent',
      doc: 'Counters survive a crash (append-only file). Off: a restart forgets them.',
      default: true,
    }),
  },
  metrics: {
    commands: counter('Commands', 'commands'),
    entries: gauge('Counters', 'counters'),
    bytes: gauge('Memory of the counters', 'bytes'),
  },
  headline: { commands: 'Commands', entries: 'Counters', utilization: 'Busy' },
  stations: { thread: { title: 'Single thread', servers: 1, queueLimit: 10_000 } },
  durable: () => ({ table: new CounterTable() }),
  start: ({ params }, { table }) => {
    if (!params.persistent) table.clear()
    return { table, fact: new DecisionFact() }
  },
  begin: (_state, ctx) => void ctx.timer('measure', ms(500)),
  on: {
    request(_state, call, ctx) {
      ctx.serve(call, us(ctx.params.opMicros), 'thread')
    },
    served({ table, fact }, call: Call, ctx) {
      const request = call.body as StoreRequest
      ctx.count('commands')
      const answer = execute(table, request, ctx.clock)
      if (request.what === 'decide') {
        ctx.fact(
          'limit-decision',
          fact.fill(request.about, request.about.policy, 0, answer as Verdict, ctx.now),
        )
      }
      ctx.reply(call, answer)
    },
    control: { flush: ({ table }) => table.clear() },
  },
  timers: {
    measure({ table }, _argument, ctx) {
      ctx.gauge('entries', table.size)
      ctx.gauge('bytes', table.bytes)
      ctx.timer('measure', ms(500))
    },
  },
  inspect: ({ table }, { now }) => ({ view: 'limiter-table', ...table.inspect(now) }),
  calibration: {
    models:
      'A single-threaded in-memory store: commands queue, scripts are atomic, an append-only file keeps counters over a crash.',
    constants: [
      {
        name: 'opMicros',
        value: '40 µs',
        source: 'order of magnitude of a short script on one core of a commodity server',
      },
    ],
    leavesOut: 'Replication of the store, eviction of idle counters, pipelining.',
  },
})
