import { defineService, type Link } from '../define-service.ts'
import { marked, writeMarkers } from './transactions.ts'
import { BrokerState, type BrokerContext, type BrokerDisk } from './broker-state.ts'
import { inspectBroker } from './inspect.ts'
import { adopt } from './metadata.ts'
import { BROKER_METRICS } from './metrics.ts'
import { BROKER_PARAMS } from './params.ts'
import type { BrokerMessage } from './protocol.ts'
import { followerAsks, takeIn } from './replication.ts'
import { answerLate, arrive, serve, serveEarly } from './requests.ts'
import { TICK, tick } from './tick.ts'

/** One broker of a partitioned, replicated log: leads some partitions, follows the others’ leaders, coordinates groups and transactions. */
export const service = defineService({
  kind: 'broker',
  title: 'Broker',
  summary:
    'Keeps partitions of a log, replicates them with its peers, and serves producers and groups of consumers.',
  group: 'data',
  icon: 'logs',
  understands: ['log'],
  ports: {
    peers: { title: 'replicates with', edges: 'any', peers: true },
    controller: { title: 'is told by', edges: 'one', tells: 'heartbeats' },
  },
  params: BROKER_PARAMS,
  metrics: BROKER_METRICS,
  headline: { leads: 'Leads', inSync: 'In sync', recordsIn: 'In' },
  stations: {
    processor: { title: 'Workers', servers: 'workers', queueLimit: 5_000 },
    disk: { title: 'Log', servers: 1, queueLimit: 5_000 },
  },
  durable: ({ random }): BrokerDisk => ({
    directory: random('directory').uint32(),
    copies: [],
    producersMade: 0,
  }),
  start: (setup, disk) => new BrokerState(setup, disk),
  begin(state, ctx) {
    state.tick = ctx.timer('tick', 0)
  },
  on: {
    request: (state, call, ctx) => arrive(state, call, ctx),
    served: (state, call, ctx) => serve(state, call, ctx),
    woken: (state, call, ctx) => answerLate(state, call, ctx),
    message: (state, payload, link, from, ctx) => hear(state, payload as BrokerMessage, link, from, ctx),
    params(state, ctx) {
      state.configure(ctx.params)
    },
  },
  timers: {
    tick(state, _argument, ctx) {
      tick(state, ctx)
      state.tick!.again(TICK)
    },
  },
  inspect: (state, { nodeIndex, nodeId, peers, links }) =>
    inspectBroker(state, nameBrokers(nodeIndex, nodeId, [...peers('peers'), ...links('peers')])),
  calibration: {
    models:
      'Partition logs in segments with a sparse index; followers that fetch over the links and are written to their own disks; in-sync sets changed by the controller’s leave only; leader epochs; sequences, epochs and open transactions of producers; the group’s and the transactions’ coordinator on whichever broker leads their partition, which is replicated like any other and read anew by its next leader.',
    constants: [
      {
        name: 'lagMaxMs, sessionMs, rebalanceMs',
        value: '0.8, 1.5, 2 s',
        source:
          'Kafka’s defaults are 30 s (replica.lag.time.max.ms), 45 s (session.timeout.ms) and 5 min (max.poll.interval.ms); everything that waits is shortened here, so that a run shows it',
      },
      { name: 'fetchWaitMs', value: '0.1 s', source: 'Kafka: 0.5 s (replica.fetch.wait.max.ms)' },
      {
        name: 'appendMicros, recordMicros',
        value: '50 µs, 20 µs',
        source: 'chosen: order of magnitude of a write to the page cache, for a scaled-down rate',
      },
      { name: 'index interval', value: '4,096 bytes', source: 'Kafka’s default (log.index.interval.bytes)' },
    ],
    leavesOut:
      'Flushing: as with Kafka’s defaults a write is safe once it is replicated, and a crash here is that of a process, whose page cache survives. Several topics and groups, quotas, rack awareness, fetch sessions, compression. A transaction does not carry the group’s offsets.',
  },
})

function hear(
  state: BrokerState,
  message: BrokerMessage,
  link: Link,
  from: number,
  ctx: BrokerContext,
): void {
  switch (message.type) {
    case 'state':
      adopt(state, message.version, message.partitions, ctx)
      return serveEarly(state, ctx)
    case 'follower-fetch':
      return followerAsks(state, link, from, message.id, message.fetches, ctx)
    case 'follower-answer':
      ctx.spawn(takeIn(state, from, message.id, message.answers, ctx))
      return
    case 'markers':
      return writeMarkers(state, message, link, ctx)
    case 'marked':
      return marked(state, message.transactionalId, message.epoch, message.partition, ctx)
    default: // heartbeats and requests for another in-sync set are for the controller
  }
}

/** Brokers by the ids of their nodes. */
function nameBrokers(self: number, selfId: string, links: readonly Link[]): (broker: number) => string {
  const names = new Map([[self, selfId]])
  for (const { from, to } of links) names.set(from.index, from.id).set(to.index, to.id)
  return (broker) => names.get(broker) ?? 'nobody'
}
