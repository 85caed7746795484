import { expect, test } from 'vitest'
import { MetricStore } from './metric-store.ts'
import { counter, gauge, sample } from './metric.ts'

test('a measurement counts among all of the run, and for a while among the recent ones', () => {
  const store = new MetricStore({
    done: counter('Done', 'jobs'),
    waiting: gauge('Waiting', 'jobs'),
    took: sample('Took', 'ns'),
  })
  for (const nanos of [10, 20, 30]) store.observe('took', nanos)
  const { all, recent } = store.samples.took
  expect([all.count, all.quantile(0.5), recent.count, recent.readOne(1)]).toEqual([3, 20, 3, 30])
  for (let reading = 0; reading < 20; reading++) recent.advance()
  expect([all.count, recent.count]).toEqual([3, 0])
})
