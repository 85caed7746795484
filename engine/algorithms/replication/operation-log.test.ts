import { expect, test } from 'vitest'
import { OperationLog, type ReplicatedOperation } from './operation-log.ts'

const operation = (origin: number, sequence: number): ReplicatedOperation => ({
  origin,
  sequence,
  stamp: { physicalNanos: sequence, counter: 0 },
})

test('a log grows with its group, and of who came last and is gone nothing is left that a newcomer could be taken for', () => {
  const disk = OperationLog.durable<ReplicatedOperation>(2)
  const grown = new OperationLog(disk, 3)
  for (const sequence of [1, 2, 3]) grown.append(operation(2, sequence))
  grown.append(operation(0, 1))
  expect(grown.have).toEqual([1, 0, 3])
  expect(new OperationLog(disk, 2).have).toEqual([1, 0])
  const again = new OperationLog(disk, 3)
  expect(again.have).toEqual([1, 0, 0])
  again.append(operation(2, 1))
  expect([again.have, again.keptOf(2)]).toEqual([[1, 0, 1], 1])
})

test('what is heard of members that are not known yet is taken in', () => {
  const log = new OperationLog(OperationLog.durable<ReplicatedOperation>(1), 1)
  log.append(operation(1, 1))
  log.adopt([0, 1, 5])
  expect(log.have).toEqual([0, 1, 5])
  expect(log.run(2, 5, 1)).toBeNull()
  log.append(operation(2, 6))
  expect(log.run(2, 6, 1)).toEqual([operation(2, 6)])
})
