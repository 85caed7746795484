import { describe, expect, test } from 'vitest'
import { limiters } from '../../algorithms/ratelimit/catalogue.ts'
import { SECOND, type Nanos } from '../../lib/units.ts'
import { CounterTable } from './counter-table.ts'
import { policyOf, type Charge } from './protocol.ts'

const LIMIT = 10
const CRASHED_AT = 5 * SECOND
const sound = limiters.filter((each) => each.sound).map(({ name }) => name)

const chargeOf = (algorithm: string, shared = false): Charge => ({
  subject: 'user:1',
  policy: policyOf(algorithm, LIMIT, SECOND, LIMIT),
  cost: 1,
  shared,
})

/** How many of a hundred requests at one instant are admitted. */
function admitted(table: CounterTable, charge: Charge, now: Nanos): number {
  let count = 0
  for (let i = 0; i < 100; i++) if (table.decide([charge], 'in-order', now).allowed) count++
  return count
}

describe.each(sound)('a table that has forgotten what it counted, %s', (algorithm) => {
  const charge = chargeOf(algorithm)

  test('admits nobody right after, where one that begins admits a whole burst', () => {
    expect(admitted(new CounterTable(), charge, CRASHED_AT)).toBeGreaterThanOrEqual(LIMIT)
    expect(admitted(new CounterTable(CRASHED_AT), charge, CRASHED_AT)).toBe(0)
  })

  test('admits as any other once what was used up would have come back', () => {
    const table = new CounterTable(CRASHED_AT)
    const later = CRASHED_AT + table.core(charge.policy).fullAfterNanos
    expect(admitted(table, charge, later)).toBe(admitted(new CounterTable(), charge, later))
  })
})

test('a verdict says when it was for what a crash has lost that a request was turned away', () => {
  const charge = chargeOf('token-bucket')
  const table = new CounterTable(CRASHED_AT)
  expect(table.decide([charge], 'in-order', CRASHED_AT)).toMatchObject({ allowed: false, byForgotten: true })
  const later = CRASHED_AT + table.core(charge.policy).fullAfterNanos
  admitted(table, charge, later)
  expect(table.decide([charge], 'in-order', later)).toMatchObject({ allowed: false, byForgotten: false })
})

test('a verdict says when it was a counter that some clients share which turned a request away', () => {
  const verdictOf = (shared: boolean) => {
    const table = new CounterTable()
    const charge = chargeOf('token-bucket', shared)
    admitted(table, charge, 0)
    return table.decide([charge], 'in-order', 0)
  }
  expect([verdictOf(true), verdictOf(false)]).toMatchObject([
    { allowed: false, byShared: true },
    { allowed: false, byShared: false },
  ])
})

test('a verdict knows nothing of the one before it, whose object it is', () => {
  const table = new CounterTable()
  const open = { ...chargeOf('token-bucket'), subject: 'user:2' }
  const full = chargeOf('token-bucket', true)
  admitted(table, full, 0)
  expect(table.decide([open, full], 'in-order', 0)).toMatchObject({
    allowed: false,
    inVain: 1,
    byShared: true,
  })
  expect(table.decide([open], 'in-order', 0)).toEqual({
    allowed: true,
    limit: LIMIT,
    remaining: LIMIT - 2,
    resetAfterNanos: (2 * SECOND) / LIMIT,
    retryAfterNanos: 0,
    delayNanos: 0,
    inVain: 0,
    byShared: false,
    byForgotten: false,
  })
})
