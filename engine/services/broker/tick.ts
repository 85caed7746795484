import { cleanLog } from '../../algorithms/stream/clean-log.ts'
import type { PartitionReplica } from '../../algorithms/stream/partition-replica.ts'
import { ms, s, type Nanos } from '../../lib/units.ts'
import type { BrokerContext, BrokerState } from './broker-state.ts'
import { tickGroup } from './groups.ts'
import { answerLateFetches } from './parked.ts'
import { askAgain, proposeInSync } from './replication.ts'
import { tickTransactions } from './transactions.ts'

/** How often a broker looks at its clock. */
export const TICK: Nanos = ms(20)
const CLEAN_EVERY: Nanos = ms(500)
const MEASURE_EVERY: Nanos = ms(100)

/** What a broker does from time to time. */
export function tick(state: BrokerState, ctx: BrokerContext): void {
  if (ctx.now >= state.heartbeatAt) beat(state, ctx)
  answerLateFetches(state, ctx)
  askAgain(state, ctx)
  tickGroup(state, ctx)
  tickTransactions(state, ctx)
  for (const replica of state.replicas)
    if (replica?.leads === true) proposeInSync(state, replica.partition, ctx)
  if (ctx.now >= state.checkpointAt) checkpoint(state, ctx)
  if (ctx.now >= state.cleanAt) clean(state, ctx)
  if (ctx.now >= state.measureAt) measure(state, ctx)
}

/** Tells the controller that this broker lives, and what it knows last. */
function beat(state: BrokerState, ctx: BrokerContext): void {
  state.heartbeatAt = ctx.now + ms(ctx.params.heartbeatMs)
  const { directory } = state.disk
  const version = state.metadata?.version ?? 0
  ctx.send(ctx.links('controller')[0], { type: 'heartbeat', directory, version }, 32)
}

function checkpoint(state: BrokerState, ctx: BrokerContext): void {
  state.checkpointAt = ctx.now + ms(ctx.params.checkpointMs)
  for (const replica of state.replicas) replica?.checkpoint()
}

/** Old records go, as the topic's policy says; what brokers keep for themselves is compacted only. */
function clean(state: BrokerState, ctx: BrokerContext): void {
  state.cleanAt = ctx.now + CLEAN_EVERY
  const { cleanup, retentionSeconds, retentionKb } = ctx.params
  for (const replica of state.replicas) {
    if (replica === undefined) continue
    const isInternal = replica.partition >= state.dataPartitions
    const { log, producers } = replica.disk
    if (isInternal || cleanup !== 'delete') compact(replica, ctx)
    if (isInternal || cleanup === 'compact') continue
    const limit = replica.stableOffset
    ctx.count('expired', log.expire(ctx.clock, s(retentionSeconds), retentionKb * 1_000, limit))
    producers.forgetBelow(log.startOffset)
  }
}

function compact({ disk, stableOffset }: PartitionReplica, ctx: BrokerContext): void {
  const { log, producers } = disk
  const deleteRetentionNanos = ms(ctx.params.deleteRetentionMs)
  const { aborted } = producers
  ctx.count('cleaned', cleanLog(log, { now: ctx.clock, below: stableOffset, deleteRetentionNanos, aborted }))
}

function measure(state: BrokerState, ctx: BrokerContext): void {
  state.measureAt = ctx.now + MEASURE_EVERY
  let leads = 0
  let least = Infinity
  let under = 0
  let highWatermark = 0
  let unreplicated = 0
  let bytes = 0
  for (const replica of state.replicas) {
    if (replica === undefined || replica.partition >= state.dataPartitions) continue
    const { log } = replica.disk
    bytes += log.bytes
    if (replica.inSync === null) continue
    const { members, replicas } = replica.inSync
    leads++
    least = Math.min(least, members.length)
    if (members.length < replicas.length) under++
    highWatermark += replica.highWatermark
    unreplicated += log.endOffset - replica.highWatermark
  }
  ctx.gauge('leads', leads)
  ctx.gauge('inSync', leads === 0 ? NaN : least)
  ctx.gauge('underReplicated', under)
  ctx.gauge('highWatermark', highWatermark)
  ctx.gauge('unreplicated', unreplicated)
  ctx.gauge('logBytes', bytes)
}
