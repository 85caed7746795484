import type { Plant } from '../../checks/plant.bed.ts'
import type { ByteBuffer } from './byte-buffer.ts'
import { runLsm, type TestTreeClass } from './lsm-run.bed.ts'
import { LsmTree } from './lsm-tree.ts'
import { mergeRuns } from './merge-runs.ts'
import { SortedTable } from './sorted-table.ts'
import type { StoredEntry } from './stored-entry.ts'
import { WriteAheadLog } from './write-ahead-log.ts'

class DropsTombstones extends LsmTree<number> {
  protected override mayDrop(): boolean {
    return true
  }
}

class ForgetsLog extends LsmTree<number> {
  protected override recover(): StoredEntry<number>[] {
    return []
  }
}

class FilterOfPlaces extends SortedTable<number> {
  protected override filterKey(_entry: StoredEntry<number>, index: number): number {
    return index
  }
}
class FiltersPlaces extends LsmTree<number> {
  protected override makeTable(entries: readonly StoredEntry<number>[]): SortedTable<number> {
    return new FilterOfPlaces(0, entries, { blockBytes: 400, falsePositiveRate: 0.01 })
  }
}

class KeepsOlder extends LsmTree<number> {
  protected override merge(runs: readonly (readonly StoredEntry<number>[])[]): StoredEntry<number>[] {
    return mergeRuns(runs, (a, b) => a.sequence < b.sequence)
  }
}

class TrustingLog extends WriteAheadLog<number> {
  protected override isWhole(file: ByteBuffer, at: number): boolean {
    return (
      at + 33 <= file.length && at + 8 + file.integerAt(at + 4) <= file.length && file.integerAt(at + 4) > 0
    )
  }
}
class TrustsLog extends LsmTree<number> {
  protected override makeLog(codec: ConstructorParameters<typeof WriteAheadLog<number>>[0]): TrustingLog {
    return new TrustingLog(codec)
  }
}

const plant = (name: string, bug: string, Tree: TestTreeClass): Plant => ({
  name,
  protocol: 'log-structured merge tree',
  bug,
  checker: 'comparison with a map',
  run: (seed, planted) => runLsm({ seed, steps: 600, Tree: planted ? Tree : LsmTree }),
})

export const plants: readonly Plant[] = [
  plant(
    'tombstone-dropped-by-compaction',
    'Every compaction drops tombstones, though older tables still hold what they hide.',
    DropsTombstones,
  ),
  plant('log-not-replayed', 'A restart begins with the tables and forgets the log.', ForgetsLog),
  plant('filter-of-places', 'Bloom filters are built over positions instead of keys.', FiltersPlaces),
  plant('compaction-keeps-older', 'Of two versions of a key compaction keeps the older.', KeepsOlder),
  plant(
    'torn-record-taken',
    'Replay checks lengths, not checksums, and takes a torn record for whole.',
    TrustsLog,
  ),
  {
    name: 'acknowledged-before-synced',
    protocol: 'log-structured merge tree',
    bug: 'A write is acknowledged when it is in the log, not when the log is on disk.',
    checker: 'comparison with a map',
    run: (seed, planted) => runLsm({ seed, steps: 600, acknowledgesUnsynced: planted }),
  },
]
