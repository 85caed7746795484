import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { LsmTree } from './lsm-tree.ts'
import { runLsm, strategies } from './lsm-run.bed.ts'
import type { ByteBuffer } from './byte-buffer.ts'

const SEEDS = process.env.BREAKWATER_LONG === '1' ? 400 : 40
const options = {
  codec: {
    write: (value: number, into: ByteBuffer) => into.putNumber(value),
    read: (from: ByteBuffer, at: number) => from.numberAt(at),
  },
  blockBytes: 4_000,
  falsePositiveRate: 0.01,
  memtableBytes: 20_000,
  tableBytes: 20_000,
}

/** Writes `count` keys at random out of 400, with all background work done at once. */
function filled(strategy: keyof typeof strategies, count: number) {
  const random = new RandomStream(1, 'fill')
  const tree = new LsmTree<number>(options, strategies[strategy](), LsmTree.durable(), random)
  for (let i = 0; i < count; i++) {
    tree.put(2 * random.below(400), i, 1_000)
    for (let job = tree.startJob(); job !== null; job = tree.startJob()) tree.finishJob(job)
  }
  return tree
}

describe('LsmTree', () => {
  it('reads what a map would, whatever is flushed, compacted, crashed in between', () => {
    for (let seed = 1; seed <= SEEDS; seed++) expect(runLsm({ seed, steps: 600 }), `seed ${seed}`).toBeNull()
  })

  it('writes more and keeps less when it compacts by levels than by tiers', () => {
    const leveled = filled('leveled', 4_000)
    const tiered = filled('tiered', 4_000)
    expect(leveled.amplification.write).toBeGreaterThan(1.5 * tiered.amplification.write)
    expect(leveled.spaceAmplification).toBeLessThan(tiered.spaceAmplification)
  })

  it('reads no block for most keys that are not there, and about one for those that are', () => {
    const tree = filled('leveled', 4_000)
    let absent = 0
    let present = 0
    for (let key = 0; key < 800; key += 2) {
      absent += tree.get(key + 1).blocks
      present += tree.get(key).blocks
    }
    expect(absent).toBeLessThan(400 * 0.1)
    expect(present).toBeGreaterThan(400 * 0.8)
    expect(present).toBeLessThan(400 * 1.2)
  })

  it('makes nothing durable before the sync is complete', () => {
    const durable = LsmTree.durable<number>()
    const start = () => new LsmTree(options, strategies.leveled(), durable, new RandomStream(7, 'torn'))
    const tree = start()
    for (let i = 1; i <= 20; i++) tree.put(i, i, 1_000)
    expect(tree.beginSync()).toBe(20 * 1_033)
    tree.completeSync()
    for (let i = 21; i <= 24; i++) tree.put(i, i, 1_000)
    const survived = start().sequence
    expect(survived).toBeGreaterThanOrEqual(20)
    expect(survived).toBeLessThan(24)
  })

  it('does not change when it is looked at', () => {
    const tree = filled('tiered', 300)
    const look = () => JSON.stringify(tree.inspect())
    const first = look()
    tree.peek(3)
    tree.entries()
    expect(look()).toBe(first)
  })
})
