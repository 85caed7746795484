import { checkHistory } from '../../checks/history/check-history.ts'
import { model } from '../../checks/history/models/list-append.ts'
import type { Plant } from '../../checks/plant.bed.ts'
import type { Nanos } from '../../lib/units.ts'
import { Lifecycle } from './lifecycle.ts'
import { MvccStore } from './mvcc-store.ts'
import type { IsolationLevel, SerializableStrategy, TxnId } from './outcome.ts'
import { StoreHistory } from './store-histories.bed.ts'
import type { Transaction } from './transaction.ts'

class SnapshotAStatement extends Lifecycle {
  override snapshotFor(txn: Transaction): number {
    super.snapshotFor(txn)
    return this.commitSequence
  }
}

class KeepsWhatIsRolledBack extends Lifecycle {
  override rollBack(txn: Transaction): TxnId[] {
    const kept = txn.writes.shift()
    if (kept !== undefined) {
      kept.beginSequence = this.commitSequence
      if (kept.older !== undefined) kept.older.endSequence = this.commitSequence
    }
    return super.rollBack(txn)
  }
}

class ReadsUncommitted extends Lifecycle {
  override snapshotFor(txn: Transaction): number {
    super.snapshotFor(txn)
    return Infinity
  }
}

/** The snapshot that updates are held against is always the latest: whoever updated a row meanwhile is not noticed. */
class ForgetsFirstUpdater extends Lifecycle {
  override enter(id: TxnId): ReturnType<Lifecycle['enter']> {
    const txn = super.enter(id)
    if ('snapshot' in txn && txn.snapshot >= 0) txn.snapshot = this.commitSequence
    return txn
  }

  override snapshotFor(txn: Transaction): number {
    super.snapshotFor(txn)
    return txn.node?.snapshot ?? txn.snapshot
  }

  /** What is still read must not be cleared away, or it would be another bug. */
  override get oldestSnapshot(): number {
    return 0
  }
}

class FindsNoConflicts extends Lifecycle {
  override begin(level: IsolationLevel, now: Nanos): Transaction {
    return super.begin(level === 'serializable' ? 'snapshot' : level, now)
  }
}

/** One commit behind: fine for a serial order, not for one that agrees with real time. */
class SnapshotsTooOld extends Lifecycle {
  override snapshotFor(txn: Transaction): number {
    return Math.max(0, super.snapshotFor(txn) - 1)
  }

  override get oldestSnapshot(): number {
    return 0
  }
}

function storeWith(Planted: new (strategy: SerializableStrategy) => Lifecycle): typeof MvccStore {
  return class extends MvccStore {
    protected override makeLifecycle(strategy: SerializableStrategy): Lifecycle {
      return new Planted(strategy)
    }
  }
}

/** A run at serializable, judged by strict serializability. */
function judge(Store: typeof MvccStore, seed: number): string | null {
  const { events } = new StoreHistory({ level: 'serializable', seed, transactions: 40, Store })
  return checkHistory(model, events, { level: 'strict-serializable' }).witness?.says ?? null
}

function plant(name: string, bug: string, Planted: new (strategy: SerializableStrategy) => Lifecycle): Plant {
  const Wrong = storeWith(Planted)
  const run = (seed: number, planted: boolean) => judge(planted ? Wrong : MvccStore, seed)
  return { name, protocol: 'multi-version store', bug, checker: 'list-append', run }
}

export const plants: readonly Plant[] = [
  plant('snapshot-a-statement', 'Each statement takes a snapshot of its own.', SnapshotAStatement),
  plant(
    'rolled-back-but-kept',
    'Rolling back leaves the first version that was put down.',
    KeepsWhatIsRolledBack,
  ),
  plant('reads-uncommitted', 'A snapshot shows versions that nobody has committed.', ReadsUncommitted),
  plant('update-lost', 'Nobody looks whether a row was updated since the snapshot.', ForgetsFirstUpdater),
  plant(
    'conflicts-overlooked',
    'Serializable is no more than a snapshot: no conflicts are drawn.',
    FindsNoConflicts,
  ),
  plant('snapshot-too-old', 'A snapshot is taken one commit too early.', SnapshotsTooOld),
]
