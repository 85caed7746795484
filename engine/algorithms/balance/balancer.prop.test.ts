import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { MILLISECOND, ms, s } from '../../lib/units.ts'
import { PeakEwma } from './algorithm/peak-ewma.ts'
import type { Balancer, BalancerMember } from './balancer.ts'
import { balancerNamed, balancers } from './catalogue.ts'
import { drawAvailable } from './draw-available.ts'

type Mutable = { -readonly [Field in keyof BalancerMember]: BalancerMember[Field] }

const membersOf = (weights: readonly number[]): Mutable[] =>
  weights.map((weight, id) => ({ id, weight, inFlight: 0, available: true }))

const member = fc.record({
  weight: fc.integer({ min: 1, max: 5 }),
  inFlight: fc.nat(6),
  available: fc.boolean(),
})
const anyMembers = fc
  .array(member, { maxLength: 8 })
  .map((list) => list.map((each, id): BalancerMember => ({ id, ...each })))

function countsOf(balancer: Balancer, members: readonly BalancerMember[], picks: number): number[] {
  const stream = new RandomStream(1, 'counts')
  const counts = members.map(() => 0)
  for (let i = 0; i < picks; i++) counts[balancer.pick(i, members, stream.uint32(), stream)] += 1
  return counts
}

test('the catalogue holds the seven balancers', () => {
  expect(balancers.map((spec) => spec.name)).toEqual([
    'key-affinity',
    'least-connections',
    'peak-ewma',
    'random',
    'round-robin',
    'two-choices',
    'weighted-round-robin',
  ])
  expect(() => balancerNamed('no-such')).toThrow('the balancer is one of the catalogue')
})

describe.each(balancers)('$name', (spec) => {
  test('picks an available member whenever there is one, and changes no member', () => {
    fc.assert(
      fc.property(fc.array(anyMembers, { maxLength: 20 }), fc.nat(), (rounds, key) => {
        const balancer = spec.create()
        const stream = new RandomStream(5, 'picks')
        for (const [now, members] of rounds.entries()) {
          const frozen = members.map((each) => Object.freeze({ ...each }))
          const at = balancer.pick(now, frozen, key, stream)
          if (frozen.some((each) => each.available)) expect(frozen[at].available).toBe(true)
          else expect(at).toBe(-1)
          balancer.observe(now, at < 0 ? 0 : frozen[at].id, 100)
          expect(JSON.parse(JSON.stringify(balancer.inspect(now)))).toEqual(balancer.inspect(now))
        }
      }),
    )
  })

  test('the same stream gives the same picks, inspected or not', () => {
    const run = (inspected: boolean) => {
      const balancer = spec.create()
      const stream = new RandomStream(9, 'same')
      const members = membersOf([1, 2, 3, 4])
      return Array.from({ length: 200 }, (_, now) => {
        if (inspected) balancer.inspect(now)
        const at = balancer.pick(now, members, stream.uint32(), stream)
        members[at].inFlight += 1
        return at
      })
    }
    expect(run(true)).toEqual(run(false))
    expect(new Set(run(true)).size).toBe(4)
  })

  test('over idle equal members every one gets its share', () => {
    const counts = countsOf(spec.create(), membersOf([1, 1, 1, 1, 1]), 5000)
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })
})

test('round robin: counts differ by at most one, and one that is out is passed over', () => {
  const balancer = balancerNamed('round-robin').create()
  const members = membersOf([1, 1, 1])
  expect(countsOf(balancer, members, 301).sort((a, b) => a - b)).toEqual([100, 100, 101])
  members[1].available = false
  expect(countsOf(balancer, members, 100)).toEqual([50, 0, 50])
})

describe('smooth weighted round robin', () => {
  test('weights 5, 1, 1 give the order a a b a c a a of its first description', () => {
    const balancer = balancerNamed('weighted-round-robin').create()
    const stream = new RandomStream(1, 'unused')
    const members = membersOf([5, 1, 1])
    const order = Array.from({ length: 14 }, (_, now) => 'abc'[balancer.pick(now, members, 0, stream)])
    expect(order.join('')).toBe('aabacaaaabacaa')
  })

  test('in each round of picks every member has exactly its weight of turns', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }), (weights) => {
        const balancer = balancerNamed('weighted-round-robin').create()
        const total = weights.reduce((sum, weight) => sum + weight, 0)
        for (let round = 0; round < 3; round++) {
          expect(countsOf(balancer, membersOf(weights), total)).toEqual(weights)
        }
      }),
    )
  })
})

test('least connections: nobody available has fewer in flight per weight than the one picked', () => {
  fc.assert(
    fc.property(fc.array(anyMembers, { maxLength: 10 }), (rounds) => {
      const balancer = balancerNamed('least-connections').create()
      const stream = new RandomStream(1, 'unused')
      for (const members of rounds) {
        const at = balancer.pick(0, members, 0, stream)
        if (at < 0) continue
        const loads = members.filter((each) => each.available).map((each) => each.inFlight / each.weight)
        expect(members[at].inFlight / members[at].weight).toBe(Math.min(...loads))
      }
    }),
  )
})

test('random follows weights', () => {
  const counts = countsOf(balancerNamed('random').create(), membersOf([1, 2, 5]), 16_000)
  expect(counts[0] / 2000).toBeCloseTo(1, 0.9)
  expect(counts[1] / 4000).toBeCloseTo(1, 0.9)
  expect(counts[2] / 10_000).toBeCloseTo(1, 0.9)
})

test('balls into bins: one choice leaves a pile, two choices almost none, looking at all none', () => {
  const highest = (name: string) => {
    const balancer = balancerNamed(name).create()
    const stream = new RandomStream(2001, name)
    const members = membersOf(Array.from({ length: 400 }, () => 1))
    for (let ball = 0; ball < 400; ball++) members[balancer.pick(ball, members, 0, stream)].inFlight += 1
    return Math.max(...members.map((each) => each.inFlight))
  }
  expect(highest('random')).toBeGreaterThanOrEqual(4) // about ln n / ln ln n
  expect(highest('two-choices')).toBeLessThanOrEqual(3) // about ln ln n / ln 2
  expect(highest('least-connections')).toBe(1)
})

test('two choices: the worst of all is never picked while another is available', () => {
  const members = membersOf([1, 1, 1])
  members[0].inFlight = 9
  expect(countsOf(balancerNamed('two-choices').create(), members, 1000)[0]).toBe(0)
  members[0].weight = 100 // nine in flight are little for a large one
  members[1].inFlight = members[2].inFlight = 1
  const counts = countsOf(balancerNamed('two-choices').create(), members, 3000)
  expect(counts[0] / 3000).toBeCloseTo(2 / 3, 1)
})

test('drawing leaves out the exception and is even over the others', () => {
  const members = membersOf([1, 1, 1, 1])
  members[2].available = false
  const stream = new RandomStream(3, 'draws')
  const counts = [0, 0, 0, 0]
  for (let i = 0; i < 4000; i++) counts[drawAvailable(members, stream, 0)] += 1
  expect([counts[0], counts[2]]).toEqual([0, 0])
  expect(Math.abs(counts[1] - 2000)).toBeLessThan(120)
  expect(drawAvailable([], stream, -1)).toBe(-1)
})

test('key affinity: when a member goes only its keys move, and they come back with it', () => {
  const balancer = balancerNamed('key-affinity').create()
  const stream = new RandomStream(4, 'keys')
  const members = membersOf([1, 1, 1, 1, 1])
  const keys = Array.from({ length: 3000 }, () => stream.uint32())
  const route = () => keys.map((key) => balancer.pick(0, members, key, stream))
  const before = route()
  members[3].available = false
  const during = route()
  expect(during.filter((at, i) => before[i] !== 3 && at !== before[i])).toEqual([])
  expect(during).not.toContain(3)
  members[3].available = true
  expect(route()).toEqual(before)
})

describe('peak EWMA', () => {
  test('jumps to a peak, decays by 1/e in its decay time, also in silence', () => {
    const balancer = new PeakEwma({ decayNanos: s(1) })
    balancer.observe(0, 7, ms(10))
    balancer.observe(0, 7, ms(100))
    expect(balancer.averageNanos(0, 7)).toBe(ms(100))
    expect(balancer.averageNanos(s(1), 7) / ms(100)).toBeCloseTo(0.36788, 5)
    balancer.observe(s(1), 7, ms(10))
    const expected = 100 * 0.36788 + 10 * (1 - 0.36788)
    expect(balancer.averageNanos(s(1), 7) / MILLISECOND).toBeCloseTo(expected, 3)
    expect(balancer.averageNanos(0, 1)).toBe(0)
  })

  test('the average stays between the latest and the largest latency', () => {
    const steps = fc.array(fc.record({ wait: fc.nat(1000), latency: fc.integer({ min: 1, max: 1000 }) }))
    fc.assert(
      fc.property(steps, (all) => {
        const balancer = new PeakEwma({ decayNanos: 300 })
        let now = 0
        let largest = 0
        for (const { wait, latency } of all) {
          now += wait
          const before = balancer.averageNanos(now, 0)
          balancer.observe(now, 0, latency)
          largest = Math.max(largest, latency)
          const after = balancer.averageNanos(now, 0)
          expect(after).toBeGreaterThanOrEqual(Math.min(before, latency))
          expect(after).toBeLessThanOrEqual(largest * (1 + 1e-12))
        }
      }),
    )
  })

  test('flees a member that has become slow, and tries it again when the memory fades', () => {
    const balancer = new PeakEwma({ decayNanos: s(1) })
    const members = membersOf([1, 1, 1])
    for (let id = 0; id < 3; id++) balancer.observe(0, id, ms(5))
    balancer.observe(0, 0, ms(500))
    const stream = new RandomStream(6, 'flee')
    const share = (now: number) => {
      let slow = 0
      for (let i = 0; i < 600; i++) if (balancer.pick(now, members, 0, stream) === 0) slow += 1
      return slow / 600
    }
    expect(share(0)).toBe(0)
    for (let now = s(1); now <= s(6); now += s(1)) for (const id of [1, 2]) balancer.observe(now, id, ms(5))
    expect(share(s(6))).toBeGreaterThan(0.5)
  })

  test('a member that never answered gets one request, not all', () => {
    const balancer = new PeakEwma()
    const members = membersOf([1, 1])
    balancer.observe(0, 1, ms(5))
    const stream = new RandomStream(6, 'unproven')
    expect(balancer.pick(0, members, 0, stream)).toBe(0)
    members[0].inFlight = 1
    expect(balancer.pick(0, members, 0, stream)).toBe(1)
  })
})
