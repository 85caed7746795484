import { expect, test } from 'vitest'
import { ms, s } from '../../../lib/units.ts'
import { makeSet, NO_SIBLINGS, type SiblingSet } from '../../clock/sibling-set.ts'
import { LATEST } from './merge-rules.ts'
import type { StoreMessage } from './messages.ts'
import { ReadCoordinator } from './read-coordinator.ts'
import type { StoreOptions } from './store-options.ts'
import type { StoreParts } from './store-parts.ts'

const KEY = 1
const PATIENCE = ms(100)

const written = (value: string, sequence: number): SiblingSet =>
  makeSet(
    [1, sequence],
    [{ actor: 1, sequence, value, stamp: { physicalNanos: sequence * 1_000, counter: 0 } }],
  )
const [older, newer] = [written('older', 1), written('newer', 2)]

/** Reads of a key that 0, 1 and 2 own and 3 would stand in for, with what they sent and answered. */
function coordinatorWith(options: Partial<StoreOptions>, dead: readonly number[] = []) {
  const answers: SiblingSet[] = []
  const sent: [to: number, message: StoreMessage][] = []
  const parts = {
    nextTag: 0,
    options: {
      readQuorum: 2,
      writeQuorum: 2,
      quorum: 'sloppy',
      writeBack: false,
      readRepair: true,
      rules: LATEST,
      valueBytes: 100,
      requestTimeoutNanos: s(1),
      patienceNanos: PATIENCE,
      ...options,
    },
    outbox: {
      send: (to: number, message: StoreMessage) => void sent.push([to, message]),
      answer: ({ set }: { set: SiblingSet }) => void answers.push(set),
    },
    ring: { placeOf: () => ({ walk: [0, 1, 2, 3], owners: [0, 1, 2], pending: [] }) },
    membership: { introduced: true, isAlive: (_elapsed: number, member: number) => !dead.includes(member) },
    tally: { readRepairs: 0, repairBytes: 0 },
  }
  const reads = new ReadCoordinator(parts as unknown as StoreParts)
  reads.get(0, 7, KEY)
  return { reads, answers, sent }
}

test('written back counts once a node has confirmed the latest that it was sent, and not what it was sent before', () => {
  const { reads, answers } = coordinatorWith({ writeBack: true })
  reads.fetched(0, 1, NO_SIBLINGS, false)
  reads.fetched(1, 1, older, false) // sent to 0
  reads.fetched(2, 1, newer, false) // sent to 0 and to 1
  reads.stored(0, 1, older.hash)
  expect(answers).toEqual([])
  reads.stored(0, 1, newer.hash)
  expect(answers).toEqual([newer])
})

test('who stands in is not believed while an owner may still answer', () => {
  const { reads, answers } = coordinatorWith({ readQuorum: 1 }, [2])
  reads.fetched(3, 1, NO_SIBLINGS, false)
  expect(answers).toEqual([])
  reads.fetched(1, 1, newer, false)
  expect(answers).toEqual([newer])
})

test('who stands in counts when all have answered, or silent owners have been waited for', () => {
  const all = coordinatorWith({ readQuorum: 3 }, [2])
  for (const member of [3, 0, 1]) all.reads.fetched(member, 1, newer, false)
  expect(all.answers).toEqual([newer])
  const patient = coordinatorWith({}, [2])
  patient.reads.fetched(3, 1, newer, false)
  patient.reads.fetched(0, 1, older, false)
  patient.reads.tick(PATIENCE - 1)
  expect(patient.answers).toEqual([])
  patient.reads.tick(PATIENCE)
  expect(patient.answers).toEqual([newer])
})

test('who stands in is written back to as well, for the owner that is away', () => {
  const { reads, answers, sent } = coordinatorWith({ readQuorum: 1, writeQuorum: 3, writeBack: true }, [2])
  reads.fetched(0, 1, newer, false)
  reads.fetched(1, 1, newer, false)
  reads.fetched(3, 1, NO_SIBLINGS, false)
  expect(sent.filter(([, { type }]) => type === 'store')).toMatchObject([[3, { hintFor: 2, set: newer }]])
  expect(answers).toEqual([])
  reads.stored(3, 1, newer.hash)
  expect(answers).toEqual([newer])
})
