import { defineService } from '../define-service.ts'
import { LEASE_WORKER_METRICS, LEASE_WORKER_PARAMS } from './params.ts'
import { work } from './work.ts'
import { WorkerState } from './worker-state.ts'

/** Processes that take turns at what only one of them may do at a time. */
export const service = defineService({
  kind: 'lease-worker',
  title: 'Lock holders',
  summary: 'Processes that hold a lock by a lease, work, and write with their fencing token.',
  group: 'compute',
  icon: 'key-round',
  understands: [],
  ports: {
    servers: { title: 'gets leases from', edges: 'many', asks: ['leases'] },
    resource: { title: 'writes to', edges: 'one', asks: ['guarded-writes'] },
  },
  params: LEASE_WORKER_PARAMS,
  metrics: LEASE_WORKER_METRICS,
  headline: { held: 'Holds', written: 'Writes', fenced: 'Fenced' },
  stations: {},
  start: () => new WorkerState(),
  begin(state, ctx) {
    for (let worker = 0; worker < ctx.params.workers; worker++) ctx.spawn(work(state, worker, ctx))
  },
  inspect: (state) => ({
    view: 'lock-holders',
    holding: [...state.holding].map(([worker, { lock, token }]) => ({ worker, lock, token })),
  }),
  calibration: {
    models:
      'A holder renews its lease every third of its time and stops when it cannot, by its own clock. Between looking at its lease and the write there is work, in which anything may happen: only the token protects what it writes to.',
    constants: [
      { name: 'ttlMs', value: '10 s', source: 'the entry’s lease' },
      { name: 'renewals', value: 'every third of a lease', source: 'etcd’s client, KeepAlive' },
    ],
    leavesOut: 'What is worked on.',
  },
})
