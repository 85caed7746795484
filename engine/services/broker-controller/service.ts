import {
  ClusterController,
  initialPartitions,
  type ControllerDisk,
  type ControllerOptions,
} from '../../algorithms/stream/cluster-controller.ts'
import type { PartitionState } from '../../algorithms/stream/replica-messages.ts'
import type { Timer } from '../../kernel/timer.ts'
import { ms, type Nanos } from '../../lib/units.ts'
import { counter, gauge } from '../../measure/metric.ts'
import type { ValuesOf } from '../../schema/parameter.ts'
import { INTERNAL_PARTITIONS, type BrokerMessage } from '../broker/protocol.ts'
import { defineService, type Context, type Link } from '../define-service.ts'
import { CONTROLLER_PARAMS } from './params.ts'

const TICK: Nanos = ms(50)
const METRICS = {
  elections: counter('Elections', 'partitions'),
  refused: counter('Refused changes', 'requests'),
  brokers: gauge('Live brokers', 'brokers'),
  leaderless: gauge('Without a leader', 'partitions'),
} as const

interface State {
  readonly disk: ControllerDisk
  readonly controller: ClusterController
  /** Over which link each broker was heard. */
  readonly links: Map<number, Link>
  tick: Timer | null
  /** What was told last. */
  told: number
  /** Sum of all leader epochs then. */
  epochs: number
}
type ControllerContext = Context<typeof CONTROLLER_PARAMS, typeof METRICS, never, never>

/** Decides which broker leads which partition, and who counts as in sync. */
export const service = defineService({
  kind: 'broker-controller',
  title: 'Controller',
  summary: 'Listens to brokers’ heartbeats, elects leaders of partitions, and keeps the in-sync sets.',
  group: 'coordination',
  icon: 'crown',
  understands: [],
  hears: ['heartbeats'],
  ports: {},
  params: CONTROLLER_PARAMS,
  metrics: METRICS,
  headline: { brokers: 'Brokers', leaderless: 'Leaderless', elections: 'Elections' },
  stations: {},
  durable: (): ControllerDisk => ({ partitions: [], directories: new Map(), version: 0 }),
  start({ params, now }, disk): State {
    const controller = new ClusterController(optionsOf(params, disk), disk, now)
    return { disk, controller, links: new Map(), tick: null, told: disk.version, epochs: epochsOf(disk) }
  },
  begin(state, ctx) {
    state.tick = ctx.timer('tick', TICK)
  },
  on: {
    message(state, payload, link, from, ctx) {
      const message = payload as BrokerMessage
      state.links.set(from, link)
      if (message.type === 'heartbeat') heard(state, message, link, from, ctx)
      else if (message.type === 'alter' && !state.controller.alter(ctx.monotonic, from, message.alteration)) {
        ctx.count('refused')
        tell(state, link, ctx)
      }
      publish(state, ctx)
    },
    params(state, ctx) {
      state.controller.options = optionsOf(ctx.params, state.disk)
    },
  },
  timers: {
    tick(state, _argument, ctx) {
      state.controller.tick(ctx.monotonic)
      publish(state, ctx)
      const alive = state.controller.options.brokers.filter((b) => state.controller.isAlive(ctx.monotonic, b))
      ctx.gauge('brokers', alive.length)
      ctx.gauge('leaderless', state.disk.partitions.filter(({ leader }) => leader < 0).length)
      state.tick!.again(TICK)
    },
  },
  inspect: ({ controller }, { monotonic: now }) => ({
    view: 'broker-controller',
    ...controller.inspect(now),
  }),
  calibration: {
    models:
      'Leaders and in-sync sets of all partitions, changed one at a time and written down before anybody hears of them; brokers’ sessions by heartbeat over the links; clean and unclean election; leadership that returns to the first replica.',
    constants: [
      {
        name: 'sessionMs',
        value: '1 s',
        source: 'Kafka’s broker.session.timeout.ms is 9 s; everything that waits is about a tenth here',
      },
      {
        name: 'preferredAfterMs',
        value: '3 s',
        source:
          'Kafka looks for leaders to give back every 5 minutes (leader.imbalance.check.interval.seconds)',
      },
    ],
    leavesOut:
      'The quorum that such a controller is made of: this one forgets nothing when it crashes, and while it is down nothing is decided. Moving partitions to other brokers.',
  },
})

/** Brokers are numbered as they come first; a new one gets no partitions once these have been made. */
function optionsOf(params: ValuesOf<typeof CONTROLLER_PARAMS>, disk: ControllerDisk): ControllerOptions {
  return {
    brokers: [...disk.directories.keys()].sort((a, b) => a - b),
    partitions: params.partitions + INTERNAL_PARTITIONS,
    replication: params.replication,
    sessionNanos: ms(params.sessionMs),
    uncleanElection: params.uncleanElection,
    preferredAfterNanos: ms(params.preferredAfterMs),
  }
}

function heard(
  state: State,
  { directory, version }: Extract<BrokerMessage, { type: 'heartbeat' }>,
  link: Link,
  from: number,
  ctx: ControllerContext,
): void {
  const isNew = !state.disk.directories.has(from)
  state.controller.heard(ctx.monotonic, from, directory)
  if (isNew) state.controller.options = optionsOf(ctx.params, state.disk)
  if (state.disk.partitions.length === 0 && ctx.monotonic >= ms(ctx.params.formAfterMs)) form(state)
  if (version < state.disk.version) tell(state, link, ctx)
}

/** The brokers that have come by now share the partitions. */
function form({ disk, controller }: State): void {
  disk.partitions = initialPartitions(controller.options)
  disk.version++
}

/** Tells everybody what has changed. Whoever does not hear it asks with his next heartbeat. */
function publish(state: State, ctx: ControllerContext): void {
  const { disk, links } = state
  if (state.told === disk.version) return
  state.told = disk.version
  for (const link of links.values()) tell(state, link, ctx)
  const epochs = epochsOf(disk)
  if (state.epochs > 0) ctx.count('elections', epochs - state.epochs)
  state.epochs = epochs
}

const epochsOf = ({ partitions }: ControllerDisk): number =>
  partitions.reduce((sum, { leaderEpoch }) => sum + leaderEpoch, 0)

function tell({ disk }: State, link: Link, ctx: ControllerContext): void {
  const partitions: readonly PartitionState[] = disk.partitions.slice()
  if (partitions.length > 0)
    ctx.send(link, { type: 'state', version: disk.version, partitions }, 64 * partitions.length)
}
