import { LATEST, SIBLINGS } from '../../algorithms/replication/dynamo/merge-rules.ts'
import { SET_CODEC } from '../../algorithms/replication/dynamo/set-codec.ts'
import type { StoreOptions } from '../../algorithms/replication/dynamo/store-options.ts'
import type { SiblingSet } from '../../algorithms/clock/sibling-set.ts'
import type { CompactionStrategy } from '../../algorithms/storage/compaction.ts'
import { LeveledCompaction } from '../../algorithms/storage/leveled-compaction.ts'
import type { LsmOptions } from '../../algorithms/storage/lsm-types.ts'
import { TieredCompaction } from '../../algorithms/storage/tiered-compaction.ts'
import { ms, s } from '../../lib/units.ts'
import type { StorageParams } from './params.ts'

const HINT_LIMIT = 100_000
const BLOCK_BYTES = 4_096
/** Four tables of level 0 are merged; level 1 holds as much as they did, each further level four times as much. */
const LEVEL_RATIO = 4

/** What of the parameters the protocols take up while they run. */
export function behaviourOf(params: StorageParams) {
  return {
    replicas: params.replicas,
    readQuorum: params.readQuorum,
    writeQuorum: params.writeQuorum,
    quorum: params.quorum,
    rules: params.conflicts === 'siblings' ? SIBLINGS : LATEST,
    stamps: params.stamps,
    readRepair: params.readRepair,
    writeBack: params.reads === 'written-back',
    handoff: params.handoff,
    antiEntropyNanos: params.antiEntropyMs === 0 ? Infinity : ms(params.antiEntropyMs),
    requestTimeoutNanos: ms(params.requestMs),
    patienceNanos: ms(params.standInMs),
    tombstoneNanos: s(params.tombstoneSeconds),
    valueBytes: params.valueBytes,
    hintLimit: HINT_LIMIT,
  } satisfies Partial<StoreOptions>
}

export function lsmOptionsOf({ memtableKilobytes }: StorageParams): LsmOptions<SiblingSet> {
  const memtableBytes = memtableKilobytes * 1_000
  return {
    codec: SET_CODEC,
    blockBytes: BLOCK_BYTES,
    falsePositiveRate: 0.01,
    memtableBytes,
    tableBytes: 2 * memtableBytes,
  }
}

export function strategyOf({ compaction, memtableKilobytes }: StorageParams): CompactionStrategy {
  if (compaction === 'tiered') return new TieredCompaction({ runsMin: LEVEL_RATIO, spread: 2 })
  const firstLevelBytes = LEVEL_RATIO * memtableKilobytes * 1_000
  return new LeveledCompaction({ overlappingMax: LEVEL_RATIO, firstLevelBytes, ratio: LEVEL_RATIO })
}
