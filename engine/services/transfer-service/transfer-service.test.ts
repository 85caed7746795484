import { expect, test } from 'vitest'
import type { Call } from '../../kernel/call.ts'
import { ms, s, us } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import { service as database } from '../transactional-database/service.ts'
import { service } from './service.ts'

/** A transfer service before a real database of three accounts of 1,000 cents each. */
function bank(params: Record<string, ParameterValue> = {}) {
  const bed = new ServiceBed()
  const outcomes: unknown[] = []
  const bank = bed.kind('bank', service, { thinkMs: 10, retryMs: 5, ...params })
  const ledger = bed.kind('ledger', database, { schema: 'accounts', accounts: 3, openingCents: 1_000 })
  const statements = bed.connect(bank.node, 'database', ledger.node, ms(1))
  const asker = bed.node('asker', {
    reply: ({ failure, value }: Call) =>
      void outcomes.push(failure ?? (value as { outcome: string }).outcome),
  })
  const link = bed.connect(asker, 'out', bank.node)
  ledger.behaviour.start()
  bank.behaviour.start()
  const move = (from: number, to: number, cents: number) => {
    const request = { op: 'bank-transfer', key: from, body: { from, to, cents } }
    bed.kernel.calls.issue(asker, link, request, null, null, {})
  }
  return { bed, outcomes, move, bank, ledger, statements }
}

test('moves money, and says when there is too little of it', () => {
  const { bed, outcomes, move } = bank()
  move(0, 1, 10)
  bed.run(s(1))
  move(0, 1, 1e9)
  bed.run(s(2))
  expect(outcomes).toEqual(['transferred', 'insufficient'])
})

test('serializable: who is in the way of another begins anew', () => {
  const { bed, outcomes, move, bank: kind } = bank({ isolation: 'serializable' })
  for (let i = 0; i < 4; i++) move(0, 1, 10)
  bed.run(s(3))
  expect(outcomes).toEqual(['transferred', 'transferred', 'transferred', 'transferred'])
  expect(kind.counters.retried).toBeGreaterThan(0)
})

test('gives up after so many tries', () => {
  const { bed, outcomes, move, bank: kind } = bank({ isolation: 'serializable', tries: 1 })
  for (let i = 0; i < 4; i++) move(0, 1, 10)
  bed.run(s(3))
  expect(outcomes).toContain('serialization-failure')
  expect(kind.counters.gaveUp).toBeGreaterThan(0)
})

test('a database that is down is a failure, not a try', () => {
  const { bed, outcomes, move, bank: kind, ledger } = bank()
  ledger.node.crash()
  move(0, 1, 10)
  bed.run(s(3))
  expect(outcomes).toEqual(['unavailable'])
  expect(kind.counters).toMatchObject({ retried: 0, transferred: 0 })
})

test('a database that restarts in the middle has rolled back: the transfer is tried again', () => {
  const { bed, outcomes, move, ledger, bank: kind } = bank({ thinkMs: 100 })
  move(0, 1, 10)
  bed.run(ms(20))
  ledger.node.crash()
  ledger.node.restart()
  bed.run(s(5))
  expect(outcomes).toEqual(['transferred'])
  expect(kind.counters).toMatchObject({ retried: 1, transferred: 1 })
})

test('understands nothing but transfers', () => {
  const { bed, outcomes, bank: kind } = bank()
  const asker = bed.node('stranger', { reply: ({ failure }) => void outcomes.push(failure) })
  const link = bed.connect(asker, 'out', kind.node)
  bed.kernel.calls.issue(asker, link, { op: 'read', key: 1 }, null, null, {})
  bed.run(s(1))
  expect(outcomes).toEqual(['not-understood'])
})

test('a statement that the network delivers twice is executed once', () => {
  const { bed, outcomes, move, statements } = bank({ method: 'in-place' })
  statements.copyTransit = () => ms(1) + us(10)
  move(0, 1, 300)
  bed.run(s(1))
  move(0, 1, 700)
  bed.run(s(2))
  expect(outcomes).toEqual(['transferred', 'transferred'])
})
