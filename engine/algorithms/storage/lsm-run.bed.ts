import { RandomStream } from '../../lib/random.ts'
import type { ByteBuffer } from './byte-buffer.ts'
import type { CompactionStrategy } from './compaction.ts'
import { LeveledCompaction } from './leveled-compaction.ts'
import { LsmTree } from './lsm-tree.ts'
import type { LsmDurable, LsmOptions } from './lsm-types.ts'
import { TieredCompaction } from './tiered-compaction.ts'

export type TestTree = LsmTree<number>
export type TestTreeClass = new (
  options: LsmOptions<number>,
  strategy: CompactionStrategy,
  durable: LsmDurable<number>,
  random: RandomStream,
) => TestTree

export interface LsmRunOptions {
  readonly seed: number
  readonly steps: number
  readonly Tree?: TestTreeClass
  /** Planted: a write counts as acknowledged as soon as it is in the log. */
  readonly acknowledgesUnsynced?: boolean
}

const KEYS = 40

const options: LsmOptions<number> = {
  codec: {
    write: (value, into: ByteBuffer) => into.putNumber(value),
    read: (from: ByteBuffer, at) => from.numberAt(at),
  },
  blockBytes: 400,
  falsePositiveRate: 0.01,
  memtableBytes: 1_000,
  tableBytes: 1_500,
}

export const strategies = {
  leveled: () => new LeveledCompaction({ overlappingMax: 3, firstLevelBytes: 3_000, ratio: 3 }),
  tiered: () => new TieredCompaction({ runsMin: 3, spread: 2 }),
}

/**
 * Writes, deletes, reads, syncs, flushes, compacts and crashes at random, and compares with a list of all writes: what is read
 * must be what a prefix of them makes, and after a crash the prefix must include everything that was acknowledged. Gives
 * the first difference in words, or null.
 */
export function runLsm({ seed, steps, Tree = LsmTree, acknowledgesUnsynced }: LsmRunOptions): string | null {
  const random = new RandomStream(seed, 'lsm run')
  const durable = LsmTree.durable<number>()
  const strategy = random.chance(0.5) ? strategies.leveled() : strategies.tiered()
  const start = () => new Tree(options, strategy, durable, random)
  let tree = start()
  const writes: { key: number; value: number | null }[] = []
  let acknowledged = 0
  let syncing: number | null = null
  let job: ReturnType<TestTree['startJob']> = null

  const wrong = (): string | null => {
    const state = new Map<number, number | null>()
    for (const { key, value } of writes) state.set(key, value)
    for (let key = 0; key < KEYS; key++) {
      const expected = state.get(key) ?? null
      const { value } = tree.get(key)
      if (value !== expected) return `key ${key} reads ${value} instead of ${expected}`
    }
    const listed = tree.entries().map(({ key, value }) => `${key}=${value}`)
    const expected = [...state].filter(([, value]) => value !== null).sort(([a], [b]) => a - b)
    return listed.join() === expected.map(([key, value]) => `${key}=${value}`).join()
      ? null
      : 'a scan differs'
  }

  for (let step = 0; step < steps; step++) {
    const dice = random.uniform()
    if (dice < 0.7) {
      const value = random.chance(0.25) ? null : step
      writes.push({ key: random.below(KEYS), value })
      tree.put(writes.at(-1)!.key, value, value === null ? 40 : 100)
      if (acknowledgesUnsynced) acknowledged = writes.length
    } else if (dice < 0.8) {
      if (syncing === null) {
        tree.beginSync()
        syncing = writes.length
      } else {
        tree.completeSync()
        acknowledged = Math.max(acknowledged, syncing)
        syncing = null
      }
    } else if (dice < 0.97) {
      if (job === null) job = tree.startJob()
      else {
        tree.finishJob(job)
        job = null
      }
    } else {
      tree = start()
      if (tree.sequence < acknowledged)
        return `step ${step}: a crash has lost write ${tree.sequence + 1} of ${acknowledged} acknowledged`
      writes.length = Math.min(writes.length, tree.sequence)
      syncing = null
      job = null
    }
    if (dice >= 0.8 && step % 4 === 0) {
      const complaint = wrong()
      if (complaint !== null) return `step ${step}: ${complaint}`
    }
  }
  return wrong()
}
