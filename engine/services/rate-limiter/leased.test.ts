import { expect, test } from 'vitest'
import type { Call } from '../../kernel/call.ts'
import { ms, us } from '../../lib/units.ts'
import { service as store } from '../limiter-store/service.ts'
import { ServiceBed } from '../service.bed.ts'
import { service } from './service.ts'

/** A limiter that leases five tokens at a time from a store five milliseconds away. */
function leasing(params = {}) {
  const bed = new ServiceBed()
  const answers: string[] = []
  const limiter = bed.kind('limiter', service, {
    placement: 'leased',
    limit: 100,
    leaseTokens: 5,
    ...params,
  })
  const counters = bed.kind('store', store)
  const next = bed.answering('next', (call) => bed.succeed(call))
  const asker = bed.node('asker', { reply: ({ failure }: Call) => void answers.push(failure ?? 'admitted') })
  bed.connect(limiter.node, 'store', counters.node, ms(5))
  bed.connect(limiter.node, 'next', next)
  const link = bed.connect(asker, 'out', limiter.node)
  counters.behaviour.start()
  limiter.behaviour.start()
  const ask = (options = {}, deadline = Infinity) =>
    bed.ask(link, { op: 'read', client: 1, cost: 1 }, options, deadline)
  return { bed, answers, ask, limiter: limiter.node, asked: () => counters.counters.commands }
}

test('who comes while tokens are on their way waits for them', () => {
  const { bed, answers, ask, asked } = leasing()
  for (let i = 0; i < 3; i++) ask()
  bed.run(ms(50))
  expect(answers).toEqual(['admitted', 'admitted', 'admitted'])
  expect(asked()).toBe(1)
})

test('more than a lease holds: the next one is fetched', () => {
  const { bed, answers, ask, asked } = leasing()
  for (let i = 0; i < 8; i++) ask()
  bed.run(ms(50))
  expect(answers).toEqual(Array.from({ length: 8 }, () => 'admitted'))
  expect(asked()).toBe(2)
})

test('an asker that leaves does not have the next one wait for an answer that never comes', () => {
  const { bed, answers, ask } = leasing()
  ask({ timeoutNanos: ms(2), cancelOnTimeout: true })
  bed.at(ms(20), () => ask())
  bed.run(ms(50))
  expect(answers).toEqual(['timeout', 'admitted'])
})

test('an asker whose time is up does not have the others turned away', () => {
  const { bed, answers, ask } = leasing()
  bed.at(ms(1), () => {
    ask({}, ms(1) + us(30))
    ask()
  })
  bed.at(ms(3), () => ask())
  bed.run(ms(50))
  expect(answers.slice(1)).toEqual(['admitted', 'admitted'])
})

test('a clock that is set forward ends no lease', () => {
  const { bed, answers, ask, asked, limiter } = leasing()
  ask()
  bed.at(ms(20), () => void limiter.clock.skew(ms(20), ms(5_000), 0))
  for (let i = 0; i < 6; i++) bed.at(ms(30), () => ask())
  bed.run(ms(60))
  expect(answers).toEqual(Array.from({ length: 7 }, () => 'admitted'))
  expect(asked()).toBe(2)
})

test('a clock that is set back has nobody wait for what the pool has again', () => {
  // Five tokens at the most, and one more every twenty milliseconds.
  const { bed, answers, ask, limiter } = leasing({ limit: 5, burst: 5, windowSeconds: 0.1 })
  for (let i = 0; i < 6; i++) ask()
  bed.at(ms(25), () => void limiter.clock.skew(ms(25), ms(-5_000), 0))
  bed.at(ms(80), () => ask())
  bed.run(ms(120))
  expect(answers).toEqual([...Array.from({ length: 5 }, () => 'admitted'), 'rate-limited', 'admitted'])
})
