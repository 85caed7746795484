import type { PartitionReplica } from '../algorithms/stream/partition-replica.ts'
import { toSeconds, type Nanos } from '../lib/units.ts'
import type { CheckContext } from './define-invariant.ts'

/** Records were acknowledged to whoever brought them, as their producer tells. */
export interface RecordsAcknowledged {
  readonly partition: number
  /** Where the first stands; -1 when the broker has not said. */
  readonly baseOffset: number
  readonly ids: readonly number[]
  readonly atNanos: Nanos
}
/** A broker leads a partition now. */
export interface PartitionLeader {
  readonly partition: number
  readonly epoch: number
}
/** Records have reached a member of the group. */
export interface RecordsRead {
  readonly member: string
  readonly partition: number
  readonly offsets: readonly number[]
  readonly ids: readonly number[]
  readonly atNanos: Nanos
}
/** A member has processed what stands between two offsets. */
export interface RecordsProcessed {
  readonly member: string
  readonly partition: number
  readonly from: number
  readonly to: number
  readonly atNanos: Nanos
}
/** A member has taken up its partitions. */
export interface AssignmentAdopted {
  readonly generation: number
  readonly member: string
  readonly partitions: readonly number[]
  readonly atNanos: Nanos
}
/** The coordinator has taken a commit in. */
export interface OffsetsCommitted {
  readonly generation: number
  readonly member: string
  readonly partitions: readonly number[]
  readonly offsets: readonly number[]
  readonly atNanos: Nanos
}
/** A transaction is about to be ended: all that is in it. */
export interface TransactionClosing {
  readonly transaction: number
  readonly ids: readonly number[]
  readonly partitions: readonly number[]
  readonly atNanos: Nanos
}
/** Its producer has told everybody what became of it. */
export interface TransactionTold {
  readonly transaction: number
  readonly committed: boolean
}

/** What checkers read of a broker's state. */
interface BrokerSight {
  readonly dataPartitions: number
  readonly replicas: readonly (PartitionReplica | undefined)[]
}
/** One copy of a partition, and the broker that has it. */
export interface SeenCopy {
  readonly broker: string
  readonly isUp: boolean
  readonly replica: PartitionReplica
}

/** All copies of a partition, on brokers that run and on those that do not: what is on a disk is not lost with the process. */
export function copiesOf(ctx: CheckContext, partition: number): SeenCopy[] {
  return ctx.nodesOf('broker').flatMap((broker) => {
    const replica = (ctx.state(broker) as BrokerSight).replicas[partition]
    return replica === undefined ? [] : [{ broker, isUp: ctx.isUp(broker), replica }]
  })
}

/** Whoever leads the partition in the latest epoch; null when nobody does. */
export function leaderOf(ctx: CheckContext, partition: number): SeenCopy | null {
  let latest: SeenCopy | null = null
  for (const copy of copiesOf(ctx, partition))
    if (copy.isUp && copy.replica.leads && copy.replica.leaderEpoch > (latest?.replica.leaderEpoch ?? 0))
      latest = copy
  return latest
}

/** The numbers of all records that a copy holds. */
export const idsIn = ({ replica }: SeenCopy): unknown[] =>
  replica.disk.log.segments.flatMap(({ batches }) => batches.flatMap(({ values }) => values))

/** Whether compaction has been through a copy: what is not there may have given way to a newer record of its key. */
export const isCompacted = ({ replica: { disk } }: SeenCopy): boolean =>
  disk.log.cleanedBelow > disk.log.startOffset

const RECORDS_A_NODE = 4_294_967_296
/** The producer that made a record, by the index of its node. */
export const producerOf = (id: number): number => Math.floor(id / RECORDS_A_NODE)
/** `record 17 of producer 2`, for sentences. */
export const nameRecord = (id: number): string => `record ${id % RECORDS_A_NODE} of node ${producerOf(id)}`
/** `12.345 s`, for sentences. */
export const atSeconds = (nanos: Nanos): string => `${toSeconds(nanos).toFixed(3)} s`
