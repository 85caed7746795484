import { expect, test } from 'vitest'
import { MILLISECOND, ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import { service } from './service.ts'

/** A gateway of four domains; those in `bad` fail, those in `silent` never answer. */
function gateway(
  { bad = [], silent = [] }: { bad?: string[]; silent?: string[] },
  params: Record<string, ParameterValue> = {},
) {
  const bed = new ServiceBed()
  const answers: [atMs: number, failure: string | null, value: unknown][] = []
  const { node, behaviour, counters } = bed.kind('gateway', service, params)
  for (const domain of ['users', 'orders', 'inventory', 'analytics']) {
    const backend = bed.answering(domain, (call) => {
      if (bad.includes(domain)) bed.fail(call, 'circuit-open')
      else if (!silent.includes(domain)) bed.succeed(call)
    })
    bed.connect(node, domain, backend, ms(5))
  }
  const asker = bed.node('asker', {
    reply: ({ failure, value }) => void answers.push([bed.kernel.now / MILLISECOND, failure, value]),
  })
  const link = bed.connect(asker, 'out', node)
  behaviour.start()
  bed.kernel.calls.issue(asker, link, { op: 'page', key: 1 }, null, null, {})
  bed.run(s(2))
  return { answers, counters }
}

test('asks all domains at once and puts the page together', () => {
  const { answers, counters } = gateway({})
  expect(answers).toEqual([[10, null, { missing: [] }]])
  expect(counters).toMatchObject({ whole: 1, degraded: 0, lost: 0 })
})

test('leaves out what fails', () => {
  const { answers, counters } = gateway({ bad: ['analytics', 'orders'] })
  expect(answers).toEqual([[10, null, { missing: ['orders', 'analytics'] }]])
  expect(counters).toMatchObject({ degraded: 1, analyticsMissed: 1, analyticsAnswered: 0 })
})

test('waits for a part no longer than it is told to', () => {
  expect(gateway({ silent: ['inventory'] }, { partTimeoutMs: 200 }).answers).toEqual([
    [200, null, { missing: ['inventory'] }],
  ])
})

test('without what a page is about there is none', () => {
  const { answers, counters } = gateway({ bad: ['users'] })
  expect(answers).toEqual([[10, 'unavailable', null]])
  expect(counters).toMatchObject({ lost: 1 })
})

test('told to answer whole or not at all, it fails with any of them', () => {
  const { answers } = gateway({ bad: ['analytics'] }, { degrades: false })
  expect(answers).toEqual([[10, 'circuit-open', null]])
})
