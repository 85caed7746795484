import { expect, test } from 'vitest'
import { likeness } from './command-list.tsx'

test('what is called so comes before what is only about it', () => {
  const of = (typed: string, ...words: string[]) => likeness('', typed, words)
  expect(of('service', 'Service')).toBeGreaterThan(of('service', 'Service mesh'))
  expect(of('service', 'Service mesh')).toBeGreaterThan(of('service', 'Booking service'))
  expect(of('service', 'Booking service')).toBeGreaterThan(of('service', 'Queue', 'feeds a service'))
  expect(of('feeds queue', 'Queue', 'feeds a service')).toBeGreaterThan(0)
  expect(of('nothing', 'Queue', 'feeds a service')).toBe(0)
})
