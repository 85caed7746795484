import { expect, test } from 'vitest'
import { s } from '../lib/units.ts'
import type { LimitDecision } from './limit-decision.ts'
import { RecentAdmissions } from './recent-admissions.ts'

test('tells of the latest few in the order in which they came, though all were told by one fact', () => {
  const fact: LimitDecision = {
    client: 7,
    cost: 1,
    policy: { algorithm: 'token-bucket', limit: 10, windowNanos: s(1), burst: 10 },
    slack: 0,
    allowed: true,
    atNanos: 0,
    inVain: 0,
    byShared: false,
    byForgotten: false,
  }
  const recent = new RecentAdmissions(fact)
  expect(recent.inWords()).toEqual([])
  for (let second = 1; second <= 8; second++) {
    fact.atNanos = s(second)
    fact.cost = second
    recent.add(fact)
  }
  expect(recent.inWords()).toEqual(
    [3, 4, 5, 6, 7, 8].map(
      (second) => `${second}.000 s: client 7 asked for ${second} requests; token-bucket admitted it`,
    ),
  )
})
