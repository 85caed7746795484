import type { RevisionCommand } from '../../algorithms/storage/revisions/revision-command.ts'
import { us } from '../../lib/units.ts'
import { defineService } from '../define-service.ts'
import { raftDisk } from '../raft-host/raft-disk.ts'
import { HOUSEKEEPING, keepHouse } from './housekeeping.ts'
import { inspectStore } from './inspect.ts'
import { CONFIG_STORE_METRICS } from './metrics.ts'
import { CONFIG_STORE_PARAMS } from './params.ts'
import type { ConfigMessage } from './protocol.ts'
import { renewFor } from './renewing.ts'
import { ask, askEarly } from './requests.ts'
import { StoreState } from './store-state.ts'
import { dropWatchers, openWatch, tellChange, tellProgress } from './watching.ts'

/** One server of a configuration store: a map with revisions, transactions, leases and watches, kept by Raft. */
export const service = defineService({
  kind: 'config-store',
  title: 'Configuration server',
  summary:
    'A map with revisions, compare-and-swap, leases and watches, which a group of servers keeps by Raft.',
  group: 'coordination',
  icon: 'book-check',
  understands: ['settings', 'reads', 'writes', 'leases'],
  hears: ['watches'],
  ports: { peers: { title: 'keeps one log with', edges: 'any', peers: true } },
  params: CONFIG_STORE_PARAMS,
  metrics: CONFIG_STORE_METRICS,
  headline: { leads: 'Leads', commitIndex: 'Committed', behind: 'Behind' },
  stations: {
    processor: { title: 'Workers', servers: 'workers', queueLimit: 1_000 },
    disk: { title: 'Log', servers: 1 },
  },
  durable: (setup) => raftDisk<RevisionCommand>(setup),
  start: (setup, disk) => new StoreState(setup, disk),
  begin(state, ctx) {
    state.machine.onChange = (events) => tellChange(state, events, ctx)
    state.machine.onRestore = () => dropWatchers(state, ctx)
    state.raft.begin(ctx)
    state.housekeeping = ctx.timer('housekeeping', HOUSEKEEPING)
    state.compactedAt = ctx.now
  },
  on: {
    request: (_state, call, ctx) => ctx.serve(call, us(ctx.params.requestMicros), 'processor'),
    served: (state, call, ctx) => ask(state, call, ctx),
    message(state, payload, link, from, ctx) {
      if (state.raft.receive(payload, from)) return
      const message = payload as ConfigMessage
      if (message.type === 'watch-open') openWatch(state, message, link, from, ctx)
      else if (message.type === 'lead-request') state.raft.transfer(from)
      else if (message.type === 'renew') renewFor(state, message, from, ctx)
      else if (message.type === 'renewed') state.passedOn.take(message.id)?.(message.outcome, message.failure)
    },
    worked: (state) => state.raft.written(),
    params(state, ctx) {
      state.raft.configure()
      state.hub.tellsCompaction = ctx.params.tellCompacted
    },
    control: {
      failover(state, ctx) {
        const { raft, place, leads } = state.raft
        const successor = place.members.find((member) => member !== place.self)
        if (leads && successor !== undefined) state.raft.transfer(successor)
        const link = place.linkTo[raft.leader ?? -1]
        if (!leads && link !== undefined) ctx.send(link, { type: 'lead-request' }, 64)
      },
    },
  },
  timers: {
    raft(state, _argument, ctx) {
      state.raft.tick()
      askEarly(state, ctx)
      state.passedOn.expire(ctx.monotonic)
    },
    housekeeping(state, _argument, ctx) {
      keepHouse(state, ctx)
      tellProgress(state, ctx)
      state.housekeeping!.again(HOUSEKEEPING)
    },
  },
  inspect: (state, setup) => inspectStore(state, setup),
  calibration: {
    models:
      'Raft itself: every message travels over a link and is lost with it; terms, votes and entries are flushed before anything is said of them, and what comes during a flush is flushed together; a leader sends to its followers while it writes. Elections and leases go by the node’s own clock. Revisions, comparisons and leases are what the log says; a new leader gives every lease its whole time once more.',
    constants: [
      {
        name: 'heartbeatMs, electionMs',
        value: '50, 300 ms',
        source:
          'Raft’s paper, section 9.3: election timeouts of 150–300 ms; etcd’s default is 100 ms and 1 s',
      },
      {
        name: 'fsyncMs',
        value: '1 ms',
        source:
          'etcd asks for a 99th percentile of log flushes below 10 ms; solid-state disks need about one',
      },
      {
        name: 'driftBoundPercent',
        value: '10 %',
        source: 'chosen: far beyond quartz (0.01 %), as large as the clock fault can be set',
      },
      { name: 'look at the clock', value: '10 ms', source: 'chosen: well below a heartbeat' },
    ],
    leavesOut:
      'Authentication, ranges of keys in one read, history of single keys, and the processor’s work for messages between servers. A server that loses its disk takes no part any more; its replacement by a new member is left to the operator.',
  },
})
