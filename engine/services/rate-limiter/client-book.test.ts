import { expect, test } from 'vitest'
import type { Call } from '../define-service.ts'
import { ClientBook } from './client-book.ts'
import type { LimitParams } from './policies.ts'

const PARAMS: LimitParams = {
  algorithm: 'token-bucket',
  subjects: 'client',
  limit: 10,
  windowSeconds: 1,
  burst: 10,
  basicFrom: 0,
  premiumFrom: 0,
}
const ask = (client: number, cost = 1) => ({ client, cost }) as Call

test('a client is charged by the parameters of the moment and for what the request costs', () => {
  const book = new ClientBook()
  expect(book.charges(ask(7), PARAMS)[0]).toMatchObject({ subject: 'user:7', cost: 1, policy: { limit: 10 } })
  expect(book.charges(ask(7), PARAMS)).toBe(book.charges(ask(7), PARAMS))
  expect(book.charges(ask(7, 3), PARAMS)[0].cost).toBe(3)
  expect(book.charges(ask(7, 3), { ...PARAMS, limit: 20 })[0].policy.limit).toBe(20)
  expect(book.charges(ask(8), PARAMS)[0].subject).toBe('user:8')
})

test('what of clients is kept is bounded, and what is not kept is the same', () => {
  const book = new ClientBook()
  for (let client = 0; client < 25_000; client++) book.charges(ask(client), PARAMS)
  expect(book.charges(ask(3), PARAMS)).toBe(book.charges(ask(3), PARAMS))
  expect(book.charges(ask(24_999), PARAMS)).not.toBe(book.charges(ask(24_999), PARAMS))
  expect(book.charges(ask(24_999), PARAMS)).toEqual(book.charges(ask(24_999), PARAMS))
})

test('decisions are counted by client, those known first are shown', () => {
  const book = new ClientBook()
  book.tally(2, true)
  book.tally(1, false)
  book.tally(2, false)
  expect(book.inspect(1)).toEqual([{ client: 2, admitted: 1, rejected: 1 }])
})
