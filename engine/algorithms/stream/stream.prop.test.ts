import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { s } from '../../lib/units.ts'
import { assignors } from './assignors.ts'
import { cleanLog } from './clean-log.ts'
import { LeaderEpochs } from './leader-epochs.ts'
import { PartitionLog } from './partition-log.ts'
import { NO_PRODUCERS, ProducerTable } from './producer-table.ts'
import { offsetOf, placed, type DraftBatch, type RecordBatch } from './record-batch.ts'

const draft = (more: Partial<DraftBatch> = {}): DraftBatch => ({
  producerId: -1,
  producerEpoch: 0,
  baseSequence: -1,
  transactional: false,
  control: null,
  keys: [0],
  values: [1],
  deletes: null,
  bytes: 100,
  ...more,
})
const batches = fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 5 }), {
  maxLength: 60,
})

function logOf(all: readonly (readonly number[])[]): PartitionLog {
  const log = new PartitionLog({ segmentBytes: 500, indexIntervalBytes: 150 })
  write(log, all)
  return log
}
/** Every record has its offset, counted from one, as its value. */
function write(log: PartitionLog, all: readonly (readonly number[])[]): void {
  for (const keys of all) {
    const values = keys.map((_key, i) => log.endOffset + i + 1)
    log.append(placed(draft({ keys, values, bytes: 40 * keys.length }), log.endOffset, 1, 0), NO_PRODUCERS)
  }
}
const recordsOf = (found: readonly RecordBatch[]) =>
  found.flatMap((batch) =>
    batch.values.map((value, i) => ({ offset: offsetOf(batch, i), key: batch.keys[i], value })),
  )

describe('a partition’s log', () => {
  test('finds every offset through its sparse index, and reads on from there', () => {
    fc.assert(
      fc.property(batches, fc.nat(200), (all, from) => {
        const log = logOf(all)
        const flat = all.flat().map((_key, offset) => ({ offset, value: offset + 1 }))
        for (const { offset, value } of flat) expect(log.valueAt(offset)).toBe(value)
        const read = recordsOf(log.read(from, Infinity, Infinity)).filter(({ offset }) => offset >= from)
        expect(read.map(({ offset, value }) => ({ offset, value }))).toEqual(flat.slice(from))
        expect(log.segments.every(({ indexEntries, batches: kept }) => indexEntries <= kept.length)).toBe(
          true,
        )
      }),
    )
  })

  test('cut off and written again it is as if it had been written once', () => {
    fc.assert(
      fc.property(batches, fc.nat(60), (all, first) => {
        const [kept, again] = [all.slice(0, first), all.slice(first)]
        const [log, once] = [logOf(all), logOf(all)]
        log.truncateTo(kept.flat().length)
        expect(log.endOffset).toBe(kept.flat().length)
        expect(recordsOf(log.read(0, Infinity, Infinity))).toEqual(
          recordsOf(logOf(kept).read(0, Infinity, Infinity)),
        )
        write(log, again)
        expect(log.endOffset).toBe(once.endOffset)
        expect(recordsOf(log.read(0, Infinity, Infinity))).toEqual(
          recordsOf(once.read(0, Infinity, Infinity)),
        )
        for (const [offset] of all.flat().entries()) expect(log.valueAt(offset)).toBe(offset + 1)
      }),
    )
  })

  test('compaction keeps the last value of every key in place, and the order of all that is left', () => {
    fc.assert(
      fc.property(batches, (all) => {
        const log = logOf(all)
        const before = recordsOf(log.read(0, Infinity, Infinity))
        const end = log.endOffset
        cleanLog(log, { now: s(100), below: Infinity, deleteRetentionNanos: s(1), aborted: [] })
        const after = recordsOf(log.read(0, Infinity, Infinity))
        expect(log.endOffset).toBe(end)
        expect(before.filter(({ offset }) => after.some((each) => each.offset === offset))).toEqual(after)
        const last = (records: typeof before) => new Map(records.map(({ key, value }) => [key, value]))
        expect(last(after)).toEqual(last(before))
      }),
    )
  })

  test('compaction of a key that is written over and over leaves a log that does not grow', () => {
    const log = new PartitionLog({ segmentBytes: 500, indexIntervalBytes: 150 })
    for (let i = 0; i < 1_000; i++) {
      const producerId = i === 7 ? 3 : -1
      log.append(placed(draft({ producerId, keys: [i % 2], values: [i] }), i, 1, 0), NO_PRODUCERS)
    }
    cleanLog(log, { now: s(100), below: Infinity, deleteRetentionNanos: s(1), aborted: [] })
    const left = log.segments.slice(0, -1).flatMap(({ batches }) => batches)
    // The last batch of a producer stays, so that copies know how far it had come.
    expect(left.map(({ baseOffset, producerId, values }) => [baseOffset, producerId, values])).toEqual([
      [7, 3, []],
      [993, -1, [993]],
      [994, -1, [994]],
    ])
    expect(log.segments).toHaveLength(3)
    expect(log.endOffset).toBe(1_000)
    // A reader in the middle of what went goes on behind it, however little it asks for.
    expect(log.read(500, 1, Infinity).map(({ baseOffset }) => baseOffset)).toEqual([993])
    expect(log.batchAt(500)).toBe(null)
    expect(log.cleanedBelow).toBe(log.segments.at(-1)!.baseOffset)
  })

  test('retention lets old segments go, never the one that is written to', () => {
    const log = logOf(Array.from({ length: 40 }, () => [1, 2]))
    log.expire(s(100), s(1), Infinity, Infinity)
    expect(log.segments).toHaveLength(1)
    expect(log.startOffset).toBe(log.segments[0].baseOffset)
    expect(log.endOffset).toBe(80)
  })
})

test('leader epochs: the end of an epoch is the start of the next (KIP-101)', () => {
  const epochs = new LeaderEpochs()
  epochs.assign(1, 0)
  epochs.assign(3, 40)
  epochs.assign(4, 55)
  expect(epochs.endOf(1, 70)).toEqual({ epoch: 1, endOffset: 40 })
  expect(epochs.endOf(2, 70)).toEqual({ epoch: 1, endOffset: 40 })
  expect(epochs.endOf(4, 70)).toEqual({ epoch: 4, endOffset: 70 })
  epochs.truncateTo(50)
  expect(epochs.latest).toBe(3)
})

describe('what a partition knows of producers', () => {
  const of = (producerEpoch: number, baseSequence: number, more: Partial<DraftBatch> = {}) =>
    draft({ producerId: 7, producerEpoch, baseSequence, ...more })
  test('recognises what it has, refuses what comes before its predecessor, and what is of an earlier epoch (KIP-98)', () => {
    const table = new ProducerTable()
    table.apply(placed(of(0, 0), 10, 1, 0))
    expect(table.admit(of(0, 0), true)).toEqual({ outcome: 'duplicate', baseOffset: 10 })
    expect(table.admit(of(0, 2), true)).toEqual({ outcome: 'out-of-order' })
    expect(table.admit(of(0, 1), true)).toEqual({ outcome: 'append' })
    table.apply(placed(of(1, 0), 11, 1, 0))
    expect(table.admit(of(0, 1), true)).toEqual({ outcome: 'fenced' })
  })
  test('readers stop at the first open transaction, and until its marker is replicated', () => {
    const table = new ProducerTable()
    table.apply(placed(of(0, 0, { transactional: true }), 10, 1, 0))
    expect(table.firstUnstable(20)).toBe(10)
    table.apply(placed(of(1, -1, { transactional: true, control: 'abort', keys: [], values: [] }), 15, 1, 0))
    expect(table.firstUnstable(15)).toBe(10)
    expect(table.firstUnstable(16)).toBe(Infinity)
    expect(table.abortedBetween(0, 20)).toEqual([{ producerId: 7, firstOffset: 10, lastOffset: 15 }])
  })
})

describe.each(assignors.map((assignor) => [assignor.name, assignor] as const))('%s', (_name, assignor) => {
  test('gives every partition to one member, evenly once nothing has to move', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 20 }), (count, partitions) => {
        const members = Array.from({ length: count }, (_, i) => ({ id: `m${i}`, owned: [] as number[] }))
        const given = assignor.assign(members, partitions)
        expect(
          Object.values(given)
            .flat()
            .sort((a, b) => a - b),
        ).toEqual(Array.from({ length: partitions }, (_, i) => i))
        const sizes = Object.values(given).map(({ length }) => length)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

/** Partitions that have another member than before, of those that had one who is still there. */
function movedBy(name: string, before: Record<string, number[]>, members: readonly string[]): number {
  const assignor = assignors.find((each) => each.name === name)!
  const given = assignor.assign(
    members.map((id) => ({ id, owned: before[id] ?? [] })),
    12,
  )
  return members.flatMap((id) => (before[id] ?? []).filter((each) => !given[id].includes(each))).length
}

test('sticky: who stays keeps what he has, as far as fairness allows; range and round-robin deal anew', () => {
  const before = { a: [0, 4, 8], b: [1, 5, 9], c: [2, 6, 10], d: [3, 7, 11] }
  const [left, joined] = [
    ['a', 'c', 'd'],
    ['a', 'b', 'c', 'd', 'e', 'f'],
  ]
  expect([movedBy('sticky', before, left), movedBy('sticky', before, joined)]).toEqual([0, 4])
  for (const name of ['range', 'round-robin']) {
    expect(movedBy(name, before, left), name).toBeGreaterThan(0)
    expect(movedBy(name, before, joined), name).toBeGreaterThan(4)
  }
})

test('range gives each a run of neighbours, round-robin deals them out in turn', () => {
  const members = ['a', 'b', 'c'].map((id) => ({ id, owned: [] }))
  const given = (name: string) => assignors.find((each) => each.name === name)!.assign(members, 7)
  expect(given('range')).toEqual({ a: [0, 1, 2], b: [3, 4], c: [5, 6] })
  expect(given('round-robin')).toEqual({ a: [0, 3, 6], b: [1, 4], c: [2, 5] })
})

test('cooperative: what moves is free for one round', () => {
  const cooperative = assignors.find(({ name }) => name === 'cooperative')!
  const members = [
    { id: 'a', owned: [0, 1, 2, 3] },
    { id: 'b', owned: [] },
  ]
  expect(cooperative.assign(members, 4)).toEqual({ a: [0, 1], b: [] })
})
