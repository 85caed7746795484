import { GroupCoordinator, type GroupRecord } from '../../algorithms/stream/group-coordinator.ts'
import type { PartitionReplica } from '../../algorithms/stream/partition-replica.ts'
import type { PartitionState } from '../../algorithms/stream/replica-messages.ts'
import {
  TransactionCoordinator,
  type TransactionState,
} from '../../algorithms/stream/transaction-coordinator.ts'
import { advanced, dismiss } from './advance.ts'
import { groupOptions, isHosted, type BrokerContext, type BrokerState } from './broker-state.ts'
import { INTERNAL_PARTITIONS } from './protocol.ts'
import { followLeaders } from './replication.ts'
import { finishDecided } from './transactions.ts'

/** The controller has spoken: who leads what, and who is in sync. */
export function adopt(
  state: BrokerState,
  version: number,
  partitions: readonly PartitionState[],
  ctx: BrokerContext,
): void {
  if (version <= (state.metadata?.version ?? 0)) return
  const data = partitions.length - INTERNAL_PARTITIONS
  state.metadata = {
    version,
    leaders: partitions.map(({ leader }) => leader),
    epochs: partitions.map(({ leaderEpoch }) => leaderEpoch),
    groupCoordinator: partitions[data].leader,
    transactionCoordinator: partitions[data + 1].leader,
  }
  partitions.forEach((partitionState, partition) => {
    if (!isHosted(partitionState, state.self)) return
    const replica = state.replica(partition, ctx.params, partition >= data)
    const endBefore = replica.disk.log.endOffset
    if (replica.adopt(ctx.monotonic, partitionState)) changed(state, replica, ctx)
    ctx.count('truncated', endBefore - replica.disk.log.endOffset)
    advanced(state, replica, ctx)
  })
  followLeaders(state, ctx)
}

/** Who leads a partition, or in which epoch, is another now. */
function changed(state: BrokerState, replica: PartitionReplica, ctx: BrokerContext): void {
  const { partition, leaderEpoch, leads } = replica
  dismiss(state, partition, ctx)
  if (partition === state.groupPartition) loadGroup(state, replica, ctx)
  else if (partition === state.transactionPartition) loadTransactions(state, replica, ctx)
  else if (leads) ctx.fact('partition-leader', { partition, epoch: leaderEpoch, disk: state.disk.directory })
}

/** Whoever leads the groups' partition coordinates the group, with what is written there. */
function loadGroup(state: BrokerState, replica: PartitionReplica, ctx: BrokerContext): void {
  for (const process of state.members.values()) ctx.wake(process, null)
  state.members.clear()
  state.committed.clear()
  state.group = null
  if (!replica.leads) return
  state.group = new GroupCoordinator(groupOptions(ctx.params))
  let latest: GroupRecord | null = null
  for (const { values } of replica.disk.log.read(0, Infinity, Infinity))
    for (const value of values as GroupValue[]) {
      if (value.type === 'group') latest = value.record
      else
        for (const [i, partition] of value.partitions.entries())
          state.committed.set(partition, value.offsets[i])
    }
  if (latest !== null) state.group.restore(ctx.monotonic, latest)
}

/** Whoever leads the transactions' partition coordinates them, and carries out what was decided. */
function loadTransactions(state: BrokerState, replica: PartitionReplica, ctx: BrokerContext): void {
  for (const { process } of state.marking.values()) ctx.wake(process)
  state.marking.clear()
  state.transactions = null
  if (!replica.leads) return
  state.transactions = new TransactionCoordinator({ fencing: ctx.params.fencing })
  for (const { values } of replica.disk.log.read(0, Infinity, Infinity))
    for (const value of values as TransactionState[]) state.transactions.restore(value)
  for (const transaction of state.transactions.ending()) finishDecided(state, transaction, ctx)
}

/** What stands in the groups' partition. */
export type GroupValue =
  | { readonly type: 'group'; readonly record: GroupRecord }
  | { readonly type: 'offsets'; readonly partitions: readonly number[]; readonly offsets: readonly number[] }
