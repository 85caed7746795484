import { expect, test } from 'vitest'
import { checkHistory } from '../check-history.ts'
import type { Json } from '../history-event.ts'
import { model } from '../models/bank.ts'
import { parseHistory } from '../parse-history.ts'

/** One operation after the other: a transfer [from, to, amount], or what a read returned. */
function judge(
  steps: readonly (readonly [string, string, number] | Record<string, number>)[],
  initial?: Json,
) {
  const lines = steps.flatMap((step) => {
    const [from, to, amount] = Array.isArray(step) ? (step as [string, string, number]) : []
    const base = Array.isArray(step) ? { f: 'transfer', value: { from, to, amount } } : { f: 'read' }
    const end = Array.isArray(step) ? base : { ...base, value: step }
    return [
      { process: 1, type: 'invoke', ...base },
      { process: 1, type: 'ok', ...end },
    ]
  })
  const text = lines.map((line) => JSON.stringify(line)).join('\n')
  return checkHistory(model, parseHistory(text, model), initial === undefined ? {} : { initial })
}

test('Transfers keep the total', () => {
  expect(judge([{ a: 6, b: 4 }, ['a', 'b', 5], { a: 1, b: 9 }]).verdict).toBe('holds')
  const torn = judge([{ a: 6, b: 4 }, ['a', 'b', 5], { a: 1, b: 4 }])
  expect(torn).toMatchObject({ verdict: 'violated', witness: { line: 6 } })
  expect(torn.witness!.says).toContain('which is 5 in all, although it is always 10: 5 are missing')
  expect(judge([{ a: 6, b: 4 }], 11).verdict).toBe('violated')
})

test('No account is overdrawn unless that is allowed', () => {
  const steps = [['a', 'b', 7], { a: -1, b: 11 }] as const
  expect(judge(steps, { a: 6, b: 4 }).witness!.says).toContain('the account a is at -1')
  expect(judge(steps, { balances: { a: 6, b: 4 }, allowNegative: true }).verdict).toBe('holds')
})

test('Accounts neither come nor go, and hold what transfers can have left', () => {
  expect(judge([{ a: 10 }], { a: 6, b: 4 }).witness!.says).toContain('the account b is missing')
  expect(judge([{ a: 6, b: 4, c: 0 }], { a: 6, b: 4 }).witness!.says).toContain(
    'an account c that there is not',
  )
  expect(judge([{ a: 4, b: 6 }], { a: 6, b: 4 }).witness!.says).toContain(
    'can only have left between 6 and 6',
  )
})

test('What is no bank is refused in a sentence', () => {
  expect(() => judge([['a', 'b', -1]])).toThrow(/Line 1: the "value" of a transfer is/)
  expect(() => judge([{}])).toThrow(/Line 2: a read of the bank returns the balances/)
  expect(() => judge([], 'rich')).toThrow(/A bank starts with null, a total/)
})
