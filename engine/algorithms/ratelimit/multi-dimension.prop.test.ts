import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { limiterNamed, limiters } from './catalogue.ts'
import { MultiDimension } from './multi-dimension.ts'

const dimensions = [
  { name: 'user', options: { limit: 6, windowNanos: 100 } },
  { name: 'ip', options: { limit: 4, windowNanos: 80 } },
  { name: 'global', options: { limit: 9, windowNanos: 60 } },
]
const plan = fc.array(
  fc.record({ wait: fc.nat(25), user: fc.nat(2), ip: fc.nat(2), cost: fc.integer({ min: 1, max: 2 }) }),
  { maxLength: 80 },
)

test.each(limiters.filter((spec) => spec.sound))(
  'all-or-nothing over $name admits exactly what all dimensions would, and charges none in vain',
  (spec) => {
    fc.assert(
      fc.property(plan, (steps) => {
        const all = new MultiDimension({ spec, dimensions, charging: 'all-or-nothing' })
        const alone = dimensions.map(() => new Map<string | number, ReturnType<typeof spec.create>>())
        let now = 0
        for (const { wait, user, ip, cost } of steps) {
          now += wait
          const keys = [user, ip, 'all']
          const own = dimensions.map(({ options }, i) => {
            const limiter = alone[i].get(keys[i]) ?? spec.create(options, now)
            alone[i].set(keys[i], limiter)
            return limiter
          })
          const peeks = own.map((limiter) => ({ ...limiter.peek(now, cost) }))
          const decision = all.take(now, keys, cost)
          expect(decision.rejectedBy).toBe(peeks.findIndex((peek) => !peek.allowed))
          expect(decision.allowed).toBe(decision.rejectedBy === -1)
          expect(decision.retryAfterNanos).toBe(Math.max(...peeks.map((peek) => peek.retryAfterNanos)))
          if (!decision.allowed) continue
          expect(decision.remaining).toBe(Math.min(...peeks.map((peek) => peek.remaining)))
          expect(decision.delayNanos).toBe(Math.max(...peeks.map((peek) => peek.delayNanos)))
          for (const limiter of own) limiter.take(now, cost)
        }
        expect(all.inspect(now).map((dimension) => dimension.chargedInVain)).toEqual([0, 0, 0])
      }),
      { seed: 22 },
    )
  },
)

test('in order, requests that a later dimension rejects eat the quota of the earlier ones', () => {
  const admittedAfterAttack = (charging: 'all-or-nothing' | 'in-order') => {
    const limits = new MultiDimension({
      spec: limiterNamed('fixed-window'),
      charging,
      dimensions: [
        { name: 'user', options: { limit: 50, windowNanos: 1000 } },
        { name: 'ip', options: { limit: 10, windowNanos: 1000 } },
      ],
    })
    for (let i = 0; i < 60; i++) limits.take(i, ['ann', 'cafe'])
    let admitted = 0
    for (let i = 0; i < 10; i++) if (limits.take(100 + i, ['ann', 'home']).allowed) admitted += 1
    return { admitted, chargedInVain: limits.inspect(200)[0].chargedInVain }
  }
  expect(admittedAfterAttack('all-or-nothing')).toEqual({ admitted: 10, chargedInVain: 0 })
  expect(admittedAfterAttack('in-order')).toEqual({ admitted: 0, chargedInVain: 40 })
})

test('wants at least one dimension and one key for each', () => {
  const spec = limiterNamed('gcra')
  expect(() => new MultiDimension({ spec, dimensions: [], charging: 'in-order' })).toThrow(
    'at least one dimension',
  )
  const limits = new MultiDimension({ spec, dimensions, charging: 'in-order' })
  expect(() => limits.take(0, ['ann'])).toThrow('one key a dimension')
})
