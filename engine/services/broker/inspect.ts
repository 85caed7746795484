import type { BrokerState } from './broker-state.ts'

/** What the picture shows: every copy here, and of those led here how far the others have come. Reads only. */
export function inspectBroker(state: BrokerState, nameOf: (broker: number) => string) {
  const partitions = state.replicas.flatMap((replica, partition) => {
    if (replica === undefined) return []
    const { log, epochs, producers } = replica.disk
    const { inSync, highWatermark } = replica
    return [
      {
        partition: nameOfPartition(state, partition),
        role: replica.leads ? 'leader' : 'follower',
        leader: nameOf(replica.state?.leader ?? -1),
        epoch: replica.leaderEpoch,
        start: log.startOffset,
        end: log.endOffset,
        highWatermark,
        stable: replica.stableOffset,
        segments: log.segments.length,
        epochStarts: epochs.inspect().map(({ epoch, startOffset }) => `${epoch} from ${startOffset}`),
        openTransactions: producers.inspect().open,
        copies: (replica.state?.replicas ?? []).map((broker) => ({
          broker: nameOf(broker),
          inSync: replica.state!.inSync.includes(broker),
          leads: replica.state!.leader === broker,
          end:
            broker === state.self
              ? log.endOffset
              : inSync === null
                ? -1
                : inSync.endOf(broker, log.endOffset),
        })),
        committed: state.group === null ? -1 : (state.committed.get(partition) ?? 0),
      },
    ]
  })
  return {
    view: 'broker',
    coordinates: [
      ...(state.group === null ? [] : ['the group']),
      ...(state.transactions === null ? [] : ['transactions']),
    ],
    partitions,
    group: state.group?.inspect().members ?? [],
    transactions: state.transactions?.inspect() ?? [],
  }
}

const nameOfPartition = (state: BrokerState, partition: number): string =>
  partition === state.groupPartition
    ? 'groups'
    : partition === state.transactionPartition
      ? 'transactions'
      : String(partition)
