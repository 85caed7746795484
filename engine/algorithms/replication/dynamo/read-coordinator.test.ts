import { expect, test } from 'vitest'
import { s } from '../../../lib/units.ts'
import { makeSet, NO_SIBLINGS, type SiblingSet } from '../../clock/sibling-set.ts'
import { LATEST } from './merge-rules.ts'
import { ReadCoordinator } from './read-coordinator.ts'
import type { StoreParts } from './store-parts.ts'

const written = (value: string, sequence: number): SiblingSet =>
  makeSet(
    [1, sequence],
    [{ actor: 1, sequence, value, stamp: { physicalNanos: sequence * 1_000, counter: 0 } }],
  )

test('written back counts once a node has confirmed the latest that it was sent, and not what it was sent before', () => {
  const answers: SiblingSet[] = []
  const parts = {
    nextTag: 0,
    options: {
      readQuorum: 2,
      writeQuorum: 2,
      writeBack: true,
      readRepair: true,
      rules: LATEST,
      valueBytes: 100,
      requestTimeoutNanos: s(1),
    },
    outbox: { send: () => {}, answer: ({ set }: { set: SiblingSet }) => void answers.push(set) },
    ring: { placeOf: () => ({ owners: [0, 1, 2], pending: [] }) },
    membership: { isAlive: () => true },
    tally: { readRepairs: 0, repairBytes: 0 },
  }
  const reads = new ReadCoordinator(parts as unknown as StoreParts)
  const [older, newer] = [written('older', 1), written('newer', 2)]
  reads.get(0, 7, 1)
  reads.fetched(0, 1, NO_SIBLINGS, false)
  reads.fetched(1, 1, older, false) // sent to 0
  reads.fetched(2, 1, newer, false) // sent to 0 and to 1
  reads.stored(0, 1, older.hash)
  expect(answers).toEqual([])
  reads.stored(0, 1, newer.hash)
  expect(answers).toEqual([newer])
})
