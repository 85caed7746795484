import * as fc from 'fast-check'
import { describe, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import type { EvictionPolicy, PolicyOptions, PolicySpec } from './eviction-policy.ts'
import type { OracleSpec } from './oracle/policy-oracle.ts'
import { POLICIES } from './policies.ts'

const oracleFiles = import.meta.glob<{ oracle?: OracleSpec }>('./oracle/*.ts', { eager: true })
const oracles = new Map(
  Object.values(oracleFiles).flatMap(({ oracle }) => (oracle ? [[oracle.name, oracle]] : [])),
)
const sound = POLICIES.filter((policy) => policy.role !== 'broken')
const real = POLICIES.filter((policy) => policy.role === 'real')
const EVERY_KEY = Number.POSITIVE_INFINITY

interface Step {
  key: number
  units: number
  remove: boolean
}

interface Most {
  keys: number
  units: number
  capacity: number
  steps: number
}

/** Scripts over a few keys; the fewer keys, the more they come back. */
const scripts = (most: Most) =>
  fc.record({
    capacity: fc.integer({ min: 1, max: most.capacity }),
    steps: fc.integer({ min: 1, max: most.keys }).chain((keys) =>
      fc.array(
        fc.record({
          key: fc.nat(keys),
          units: fc.integer({ min: 1, max: most.units }),
          remove: fc.nat(24).map((n) => n === 0),
        }),
        { maxLength: most.steps, size: 'max' },
      ),
    ),
  })
const inEntries = scripts({ keys: 24, units: 1, capacity: 14, steps: 150 })
const inBytes = scripts({ keys: 30, units: 40, capacity: 260, steps: 150 })
const wide = scripts({ keys: 300, units: 1, capacity: 260, steps: 700 })
const runs = (numRuns: number) => ({ seed: 20, numRuns })

function optionsFor(capacity: number, steps: readonly Step[]): PolicyOptions {
  const requests = steps.filter((step) => !step.remove)
  const future = { keys: requests.map((step) => step.key), sizes: requests.map((step) => step.units) }
  return { capacity, random: new RandomStream(7, 'eviction'), future }
}

function create(policy: PolicySpec, capacity: number, steps: readonly Step[]): EvictionPolicy {
  return policy.create(optionsFor(capacity, steps))
}

function evictedBy(policy: EvictionPolicy): string {
  return Array.from({ length: policy.evictedCount }, (_, i) => policy.evictedAt(i)).join(' ')
}

const keysOf = (steps: readonly Step[]) =>
  [...new Set(steps.map((step) => step.key))].toSorted((a, b) => a - b)
const heldOf = (policy: EvictionPolicy, keys: number[]) => keys.filter((key) => policy.has(key))
const picture = (policy: EvictionPolicy) => JSON.stringify(policy.inspect(EVERY_KEY))
const unitsOf = (sizes: Map<number, number>, keys: number[]) =>
  keys.reduce((sum, key) => sum + sizes.get(key)!, 0)

/** A plain comparison: expect() would take nine tenths of this suite's time. */
function same<T extends string | number | boolean>(actual: T, expected: T, what: string): void {
  if (actual !== expected) throw new Error(`${what}: ${String(actual)}, not ${String(expected)}`)
}

function agreesWithOracle(
  spec: PolicySpec,
  oracleSpec: OracleSpec,
  capacity: number,
  steps: readonly Step[],
): void {
  const policy = create(spec, capacity, steps)
  const oracle = oracleSpec.create(optionsFor(capacity, steps))
  const keys = keysOf(steps)
  for (const { key, units, remove } of steps) {
    if (remove) {
      same(policy.remove(key), oracle.resident().includes(key), 'was resident')
      oracle.remove(key)
    } else {
      same(policy.access(key, units), oracle.access(key, units), 'hit')
      same(evictedBy(policy), oracle.evicted.join(' '), 'evicted')
    }
    const resident = oracle.resident().toSorted((a, b) => a - b)
    same(heldOf(policy, keys).join(' '), resident.join(' '), 'resident')
    same(policy.size, resident.length, 'size')
  }
}

describe.each(sound)('$name against its oracle', (spec) => {
  const oracle = oracles.get(spec.name)!
  const agrees = ({ capacity, steps }: { capacity: number; steps: Step[] }) =>
    agreesWithOracle(spec, oracle, capacity, steps)

  it('has the same hits, the same evictions in the same order and the same keys, counted in entries', () => {
    fc.assert(fc.property(inEntries, agrees), runs(120))
  })
  it('has them counted in bytes', () => {
    fc.assert(fc.property(inBytes, agrees), runs(120))
  })
  it('has them with room for many', () => {
    fc.assert(fc.property(wide, agrees), runs(5))
  })
})

describe.each(sound)('$name keeps the rules of a cache', (spec) => {
  it('never takes more than its capacity, and counts what it holds', () => {
    const keeps = fc.property(inBytes, ({ capacity, steps }) => {
      const policy = create(spec, capacity, steps)
      const sizes = new Map<number, number>()
      for (const { key, units, remove } of steps) {
        if (remove) policy.remove(key)
        else if (!policy.access(key, units) && policy.has(key)) sizes.set(key, units)
        const held = heldOf(policy, keysOf(steps))
        same(policy.used <= capacity, true, 'within capacity')
        same(policy.used, unitsOf(sizes, held), 'used')
        same(policy.size, held.length, 'size')
      }
    })
    fc.assert(keeps, runs(40))
  })

  it('does the same whether looked at or not', () => {
    const unmoved = fc.property(inBytes, ({ capacity, steps }) => {
      const watched = create(spec, capacity, steps)
      const alone = create(spec, capacity, steps)
      for (const { key, units, remove } of steps) {
        watched.inspect(3)
        same(picture(watched), picture(watched), 'looked at twice')
        watched.has(key)
        if (remove) same(watched.remove(key), alone.remove(key), 'was resident')
        else same(watched.access(key, units), alone.access(key, units), 'hit')
        same(evictedBy(watched), evictedBy(alone), 'evicted')
      }
    })
    fc.assert(unmoved, runs(25))
  })

  it('does the same when the look-up and the filling are two calls', () => {
    const equal = fc.property(inBytes, ({ capacity, steps }) => {
      const whole = create(spec, capacity, steps)
      const split = create(spec, capacity, steps)
      for (const { key, units } of steps.filter((step) => !step.remove)) {
        const hit = split.touch(key)
        same(split.evictedCount, 0, 'evicted by a look-up')
        same(hit, whole.access(key, units), 'hit')
        if (!hit) same(split.admit(key, units), split.has(key), 'admitted')
        same(evictedBy(split), hit ? '' : evictedBy(whole), 'evicted')
        same(picture(split), picture(whole), 'picture')
      }
    })
    fc.assert(equal, runs(25))
  })

  it('keeps to its capacity when a resident key is admitted again with another size', () => {
    const keeps = fc.property(inBytes, ({ capacity, steps }) => {
      const policy = create(spec, capacity, steps)
      const sizes = new Map<number, number>()
      for (const { key, units, remove } of steps.filter((step) => spec.name !== 'belady' || !step.remove)) {
        if (remove) policy.remove(key)
        else if (policy.touch(key) && units % 2 === 0) continue
        else if (policy.admit(key, units)) sizes.set(key, units)
        else same(policy.has(key), false, 'resident though refused')
        same(policy.used, unitsOf(sizes, heldOf(policy, keysOf(steps))), 'used')
        same(policy.used <= capacity, true, 'within capacity')
      }
    })
    fc.assert(keeps, runs(60))
  })

  it('lists in its picture the keys it holds', () => {
    const complete = fc.property(inEntries, ({ capacity, steps }) => {
      const policy = create(spec, capacity, steps)
      for (const { key, units } of steps.filter((step) => !step.remove)) policy.access(key, units)
      const { queues } = policy.inspect(EVERY_KEY)
      const listed = new Set(queues.filter((queue) => queue.resident).flatMap((queue) => queue.keys))
      same([...listed].filter((key) => policy.has(key)).length, policy.size, 'listed')
      for (const queue of queues) same(queue.keys.length, queue.count, queue.name)
      const ghosts = queues.filter((queue) => !queue.resident).flatMap((queue) => queue.keys)
      same(ghosts.filter((key) => policy.has(key)).length, 0, 'resident ghosts')
    })
    fc.assert(complete, runs(60))
  })
})

describe.each(real)('$name', (spec) => {
  it('never has more hits than Bélády', () => {
    const belady = POLICIES.find((policy) => policy.name === 'belady')!
    const bounded = fc.property(inEntries, ({ capacity, steps }) => {
      const requests = steps.map(({ key }) => ({ key, units: 1, remove: false }))
      const policy = create(spec, capacity, requests)
      const bound = create(belady, capacity, requests)
      const hits = requests.filter(({ key }) => policy.access(key)).length
      same(hits <= requests.filter(({ key }) => bound.access(key)).length, true, 'at most')
    })
    fc.assert(bounded, runs(150))
  })

  it('starts anew after clear', () => {
    const anew = fc.property(inBytes, inBytes, (first, { steps }) => {
      const random = Object.assign(new RandomStream(3, 'eviction'), { below: () => 0 }) // else the lots go on
      const cleared = spec.create({ capacity: first.capacity, random })
      for (const { key, units } of first.steps) cleared.access(key, units)
      cleared.clear()
      same(cleared.size + cleared.used + cleared.evictedCount, 0, 'left over')
      const fresh = spec.create({ capacity: first.capacity, random })
      for (const { key, units } of steps) {
        same(cleared.access(key, units), fresh.access(key, units), 'hit')
        same(evictedBy(cleared), evictedBy(fresh), 'evicted')
      }
      same(picture(cleared), picture(fresh), 'picture')
    })
    fc.assert(anew, runs(40))
  })
})
