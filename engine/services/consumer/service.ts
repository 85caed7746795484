import { ms } from '../../lib/units.ts'
import { defineService, type Steps } from '../define-service.ts'
import { CONSUMER_METRICS, ConsumerState, type ConsumerContext } from './consumer-state.ts'
import { TAG, fetch, fetched } from './fetch.ts'
import { belong } from './membership.ts'
import { CONSUMER_PARAMS } from './params.ts'
import { commit, processChunks } from './process.ts'

const TICK = ms(20)

/** One member of a group: reads its share of the partitions, processes the records, and says how far it has come. */
export const service = defineService({
  kind: 'consumer',
  title: 'Consumer',
  summary:
    'Member of a group that shares the partitions of a log, processes records and commits its position.',
  group: 'compute',
  icon: 'inbox',
  understands: [],
  ports: { brokers: { title: 'reads from', edges: 'many', asks: ['log'], direct: true } },
  params: CONSUMER_PARAMS,
  metrics: CONSUMER_METRICS,
  headline: { owned: 'Owns', lag: 'Lag', processed: 'Done' },
  stations: { worker: { title: 'Worker', servers: 1 } },
  durable: (): { starts: number } => ({ starts: 0 }),
  start(setup, disk) {
    disk.starts++
    return new ConsumerState(setup, `${setup.nodeId}.${disk.starts}`)
  },
  begin(state, ctx) {
    state.tick = ctx.timer('tick', TICK)
    ctx.spawn(belong(state, ctx))
    ctx.spawn(processChunks(state, ctx))
  },
  on: {
    reply(state, answer, _parent, ctx) {
      if (answer.tag === TAG.metadata) state.cluster.learn(answer)
      else fetched(state, answer, ctx)
    },
  },
  timers: {
    tick(state, _argument, ctx) {
      fetch(state, ctx)
      if (!state.isCommitting && ctx.now >= state.committingAt) ctx.spawn(commitNow(state, ctx))
      let lag = 0
      for (const { highWatermark, processedTo } of state.owned.values())
        lag += Math.max(0, highWatermark - processedTo)
      ctx.gauge('lag', lag)
      state.tick!.again(TICK)
    },
  },
  inspect: (state) => ({
    view: 'consumer',
    member: state.member,
    generation: state.generation,
    partitions: [...state.owned.values()]
      .sort((a, b) => a.partition - b.partition)
      .map(({ partition, processedTo, committedTo, highWatermark }) => ({
        partition,
        processedTo,
        committedTo,
        highWatermark,
        lag: Math.max(0, highWatermark - processedTo),
      })),
  }),
  calibration: {
    models:
      'The group protocol as members see it: join, assignment by one of them, heartbeats beside the work, leaving when a poll takes too long, commits that a later generation refuses; fetches that brokers hold; a reader’s own filter for aborted transactions.',
    constants: [
      {
        name: 'commitMs, heartbeatMs, mostPollMs',
        value: '0.1, 0.2, 1 s',
        source:
          'Kafka’s defaults are 5 s, 3 s and 5 min (auto.commit.interval.ms, heartbeat.interval.ms, max.poll.interval.ms); everything that waits is shortened here',
      },
    ],
    leavesOut:
      'Several topics, static members, the newer protocol in which brokers assign (KIP-848), reading from followers, seeking. What processing does to the rest of the world is a piece of work and nothing else.',
  },
})

function* commitNow(state: ConsumerState, ctx: ConsumerContext): Steps {
  state.isCommitting = true
  state.committingAt = ctx.now + ms(ctx.params.commitMs)
  yield* commit(state, ctx)
  state.isCommitting = false
}
