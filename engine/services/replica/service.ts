import { ms, us } from '../../lib/units.ts'
import { defineService } from '../define-service.ts'
import { dropPending } from './answers.ts'
import { tellShown } from './facts.ts'
import { familyOf } from './families.ts'
import { inspectReplica, measure } from './measure.ts'
import { REPLICA_METRICS } from './metrics.ts'
import { REPLICA_PARAMS } from './params.ts'
import { perform, written } from './perform.ts'
import type { Envelope, HealthAnswer, HealthQuestion } from './protocol.ts'
import { emptyDisk, ReplicaState, type ReplicaContext, type Unflushed } from './replica-state.ts'
import { ask, askBehind } from './requests.ts'

/** How often the machine looks at its clock. */
const TICK = ms(20)
const MEASURE = ms(100)

/** One replica of a store that is kept in several data centres, by any of its protocols. */
export const service = defineService({
  kind: 'replica',
  title: 'Replica',
  summary: 'One copy of the data: ships its log, follows a leader, or exchanges writes, as its mode says.',
  group: 'data',
  icon: 'database-backup',
  understands: ['reads', 'writes'],
  hears: ['health'],
  ports: { peers: { title: 'replicates with', edges: 'any', peers: true } },
  params: REPLICA_PARAMS,
  metrics: REPLICA_METRICS,
  headline: { leads: 'Leads', lag: 'Lag', writes: 'Writes' },
  stations: {
    processor: { title: 'Workers', servers: 'workers', queueLimit: 1_000 },
    disk: { title: 'Log', servers: 1 },
  },
  durable: (setup) => emptyDisk(setup),
  start: (setup, disk) => new ReplicaState(setup, disk),
  begin(state, ctx) {
    state.tick = ctx.timer('tick', TICK)
    state.measure = ctx.timer('measure', MEASURE)
  },
  on: {
    request: (_state, call, ctx) => ctx.serve(call, us(ctx.params.requestMicros), 'processor'),
    served: (state, call, ctx) => ask(state, call, ctx),
    message(state, payload, link, from, ctx) {
      const message = payload as Envelope | HealthQuestion
      if (message.type === 'replication') receive(state, message, from, ctx)
      else ctx.send(link, healthOf(state, ctx))
    },
    worked: (state, group, ctx) => written(state, group as Unflushed[], ctx),
    params: (state, ctx) => adopt(state, ctx),
  },
  timers: {
    tick(state, _argument, ctx) {
      const { replica } = state.hosted
      const output = replica.tick(ctx.monotonic)
      tellShown(state, null, ctx)
      perform(state, output, ctx)
      askBehind(state, ctx)
      state.leadership = replica.leadership(ctx.monotonic)
      state.lookedAt = ctx.now
      state.tick!.again(TICK)
    },
    measure(state, _argument, ctx) {
      measure(state, ctx)
      state.measure!.again(MEASURE)
    },
  },
  inspect: (state, setup) => inspectReplica(state, setup),
  calibration: {
    models:
      'The protocols themselves: every message between replicas travels over a link, is lost with it, and counts with its bytes; logs survive crashes, leases and elections go by a clock that may run fast or slow and is never set, timestamps by one that may be; nothing is sent or answered before it is durable, and what comes during a flush is flushed together.',
    constants: [
      {
        name: 'fsyncMs',
        value: '1 ms',
        source: 'order of magnitude of a flush to a networked solid-state disk',
      },
      {
        name: 'heartbeatMs, leaseMs, electionMs',
        value: '0.1, 1, 1.5 s',
        source:
          'etcd’s advice, a heartbeat of about a round trip and an election timeout of ten, for round trips below 250 ms',
      },
      {
        name: 'shipMs',
        value: '200 ms',
        source: 'PostgreSQL flushes the log of asynchronous commits every 200 ms (wal_writer_delay)',
      },
      { name: 'tick', value: '20 ms', source: 'chosen: well below a heartbeat' },
    ],
    leavesOut:
      'Changes of the group’s members, transactions over several keys, log compaction on disk, the processor’s work for messages. In quorum modes a replica that lost its disk serves while it is being refilled.',
  },
})

/** Another replica says something. Of an earlier life of the store nothing is taken; of a later one it is taken up, empty. */
function receive(state: ReplicaState, envelope: Envelope, from: number, ctx: ReplicaContext): void {
  const member = state.place.memberOf.get(from)
  if (member === undefined || envelope.family !== state.family || envelope.generation < state.generation)
    return
  if (envelope.generation > state.generation) {
    dropPending(state, ctx)
    state.beginGeneration(ctx.params, envelope.generation, ctx.monotonic, true)
  }
  const { hosted } = state
  const head = hosted.head(member, envelope.message)
  if (head >= 0) state.lag.heard(member, head, envelope.sentAt)
  const output = hosted.receive(ctx.monotonic, member, envelope.message)
  tellShown(state, null, ctx)
  perform(state, output, ctx)
  askBehind(state, ctx)
}

function adopt(state: ReplicaState, ctx: ReplicaContext): void {
  if (familyOf(ctx.params).name !== state.family) {
    dropPending(state, ctx)
    // All do: one says so. Before the start there is nothing to say.
    if (state.place.group.self === 0 && ctx.now > 0)
      ctx.mark(`all replicas begin anew, empty, as ${REPLICA_PARAMS.mode.options[ctx.params.mode]}`)
    return state.beginGeneration(ctx.params, state.generation + 1, ctx.monotonic, false)
  }
  if (state.hosted.configure(ctx.params)) return
  dropPending(state, ctx)
  state.restart(ctx.params, ctx.monotonic)
}

function healthOf({ hosted }: ReplicaState, ctx: ReplicaContext): HealthAnswer {
  const { writable, role } = hosted.replica.leadership(ctx.monotonic)
  const { ready } = hosted
  return {
    type: 'health-answer',
    writable: ready && writable,
    leads: ready && role === 'leader',
    readable: ready && hosted.readable !== false,
  }
}
