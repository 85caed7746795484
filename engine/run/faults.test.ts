import { describe, expect, test } from 'vitest'
import { INVARIANTS } from '../checks/catalogue.ts'
import { FAULTS } from '../faults/catalogue.ts'
import type { NodeSite } from '../faults/define-fault.ts'
import { SECOND, ms } from '../lib/units.ts'
import type { FaultPlace } from '../schema/document.ts'
import type { ParameterValue } from '../schema/parameter.ts'
import { assemble } from './assemble.ts'
import { documentOf } from './documents.bed.ts'
import type { World } from './world.ts'
import { SERVICES } from '../services/catalogue.ts'

/** A client, a service and a database in three places, quiet enough that nothing fails by itself. */
const newWorld = (overrides: Record<string, ParameterValue> = {}): World =>
  assemble(
    documentOf(
      {
        users: {
          kind: 'client',
          region: 'eu-west',
          ratePerSecond: 200,
          timeoutMs: 400,
          readShare: 0.5,
          keys: 1000,
          popularity: 'uniform',
          ...overrides,
        },
        app: { kind: 'service', region: 'eu-west', workers: 8 },
        store: { kind: 'database', region: 'eu-central', connections: 16 },
      },
      ['users.out>app', 'app.next>store'],
    ),
    { kinds: SERVICES, invariants: INVARIANTS, seed: 3 },
  )

/** What happened in one second. */
interface Second {
  offered: number
  succeeded: number
  failures: Record<string, number>
  meanMs: number
  storeArrivals: number
  hottest: number
}

function secondOf(world: World): Second {
  const { recorder, kernel } = world.parts
  const keys = new Map<number, number>()
  const { observer } = kernel
  kernel.observer = {
    ...observer,
    completed: (root) => {
      keys.set(root.key, (keys.get(root.key) ?? 0) + 1)
      recorder.completed(root)
    },
    hop: () => {},
    fact: () => {},
    wants: () => false,
    mark: () => {},
    spansFor: (root) => recorder.spansFor(root),
    spansDone: (root) => recorder.spansDone(root),
  }
  const store = world.behaviour('store').node.meter
  const before = {
    offered: recorder.offered,
    succeeded: recorder.succeeded,
    failures: new Map(recorder.failures),
    arrivals: store.arrivals,
  }
  const sumBefore = recorder.latency.sum
  world.runUntil(world.now + SECOND)
  kernel.observer = observer
  const succeeded = recorder.succeeded - before.succeeded
  return {
    offered: recorder.offered - before.offered,
    succeeded,
    failures: Object.fromEntries(
      [...recorder.failures]
        .map(([code, count]): [string, number] => [code, count - (before.failures.get(code) ?? 0)])
        .filter(([, count]) => count > 0),
    ),
    meanMs: (recorder.latency.sum - sumBefore) / succeeded / 1e6,
    storeArrivals: store.arrivals - before.arrivals,
    hottest: Math.max(...keys.values()),
  }
}

interface Case {
  fault: string
  on: FaultPlace
  params?: Record<string, ParameterValue>
  /** What must be different while it lasts. */
  effect: (during: Second, before: Second, world: World) => void
  /** Client parameters without which there is no effect. */
  client?: Record<string, ParameterValue>
}

const APP: FaultPlace = { node: 'app' }
const EDGE: FaultPlace = { edge: 'app.next>store' }

const cases: Case[] = [
  {
    fault: 'crash',
    on: APP,
    effect: ({ succeeded, failures }) => {
      expect(succeeded).toBeLessThan(3) // answers that were on their way
      expect(failures.unavailable).toBeGreaterThan(150)
    },
  },
  {
    fault: 'pause',
    on: APP,
    effect: ({ succeeded, failures }) => {
      expect(succeeded).toBeLessThan(5)
      expect(failures.timeout).toBeGreaterThan(80)
    },
  },
  {
    fault: 'slow',
    on: { node: 'store' },
    params: { factor: 10 },
    effect: ({ meanMs }, before) => expect(meanMs - before.meanMs).toBeGreaterThan(25),
  },
  {
    fault: 'partition',
    on: EDGE,
    effect: ({ storeArrivals, failures }) => {
      expect(storeArrivals).toBeLessThan(5)
      expect(failures.timeout).toBeGreaterThan(80)
    },
  },
  {
    fault: 'partition',
    on: { region: 'eu-central' },
    effect: ({ storeArrivals }) => expect(storeArrivals).toBeLessThan(5),
  },
  {
    fault: 'partition',
    on: { between: [['region:eu-west'], ['store']] },
    effect: ({ storeArrivals }) => expect(storeArrivals).toBeLessThan(5),
  },
  {
    fault: 'one-way-partition',
    on: EDGE,
    params: { direction: 'answers' },
    effect: ({ storeArrivals, succeeded }) => {
      expect(storeArrivals).toBeGreaterThan(150)
      expect(succeeded).toBeLessThan(5)
    },
  },
  {
    fault: 'one-way-partition',
    on: EDGE,
    params: { direction: 'requests' },
    effect: ({ storeArrivals }) => expect(storeArrivals).toBeLessThan(5),
  },
  {
    fault: 'loss',
    on: EDGE,
    params: { share: 0.3 },
    effect: ({ succeeded, offered }) => {
      expect(succeeded / offered).toBeGreaterThan(0.35)
      expect(succeeded / offered).toBeLessThan(0.65) // 0.7 there times 0.7 back
    },
  },
  {
    fault: 'delay',
    on: EDGE,
    params: { extraMs: 50 },
    effect: ({ meanMs }, before) => {
      expect(meanMs - before.meanMs).toBeGreaterThan(98)
      expect(meanMs - before.meanMs).toBeLessThan(115)
    },
  },
  {
    fault: 'duplication',
    on: EDGE,
    params: { share: 0.5 },
    effect: ({ storeArrivals, offered }) => {
      expect(storeArrivals / offered).toBeGreaterThan(1.35)
      expect(storeArrivals / offered).toBeLessThan(1.65)
    },
  },
  {
    fault: 'reordering',
    on: EDGE,
    params: { share: 1 },
    effect: ({ meanMs }, before) => expect(meanMs).toBeGreaterThan(before.meanMs + 10),
  },
  {
    fault: 'clock-skew',
    on: APP,
    params: { offsetMs: 250, driftPpm: 1000 },
    effect: (_during, _before, world) => {
      const { node } = world.behaviour('app')
      expect(node.localTime - world.now).toBe(ms(250) + ms(1))
    },
  },
  { fault: 'disk-loss', on: { node: 'store' }, effect: ({ succeeded }) => expect(succeeded).toBeLessThan(6) },
  {
    fault: 'region-outage',
    on: { region: 'eu-central' },
    effect: ({ succeeded, storeArrivals }) => {
      expect(succeeded).toBeLessThan(6) // answers that were on their way
      expect(storeArrivals).toBe(0)
    },
  },
  {
    fault: 'traffic-spike',
    on: { run: true },
    params: { factor: 3 },
    effect: ({ offered }, before) => {
      expect(offered / before.offered).toBeGreaterThan(2.4)
      expect(offered / before.offered).toBeLessThan(3.6)
    },
  },
  {
    fault: 'hot-key',
    on: { run: true },
    params: { share: 0.5 },
    effect: ({ hottest, offered }) => expect(hottest / offered).toBeGreaterThan(0.4),
  },
  {
    fault: 'retry-storm',
    on: { node: 'users' },
    params: { retries: 20 },
    client: { timeoutMs: 3 },
    effect: (_during, _before, world) => {
      const { attempts, retries } = world.behaviour('users').context.metrics.counters
      expect(retries / (attempts - retries)).toBeGreaterThan(5)
    },
  },
]

describe('every fault that lasts', () => {
  test.each(cases)(
    '$fault on $on has its effect, and none once it is lifted',
    ({ fault, on, params, effect, client }) => {
      const world = newWorld(client)
      const before = secondOf(world)
      world.act({ do: 'inject', fault, id: 'it', on, params })
      expect(world.faults.active.map((active) => active.fault)).toEqual([fault])
      const during = secondOf(world)
      effect(during, before, world)
      world.act({ do: 'lift', id: 'it' })
      world.runUntil(world.now + 2 * SECOND) // whatever hung has timed out
      const after = secondOf(world)
      expect(after.offered / before.offered).toBeGreaterThan(0.75)
      expect(after.offered / before.offered).toBeLessThan(1.25)
      expect(after.hottest).toBeLessThan(10)
      if (client === undefined) {
        expect(after.failures).toEqual({})
        expect(after.succeeded).toBeGreaterThan(150)
        expect(Math.abs(after.meanMs - before.meanMs)).toBeLessThan(2)
        expect(after.storeArrivals / after.offered).toBeCloseTo(1, 1)
      }
    },
  )
})

describe('faults that overlap', () => {
  const both = (first: [string, FaultPlace, object?], second: [string, FaultPlace, object?]) => {
    const world = newWorld()
    for (const [id, [fault, on, params]] of Object.entries({ first, second }))
      world.act({ do: 'inject', fault, id, on, params: params as Record<string, ParameterValue> })
    world.act({ do: 'lift', id: 'first' })
    return world
  }

  test('a node that crashed twice starts when both are lifted', () => {
    const world = both(['crash', APP], ['region-outage', { region: 'eu-west' }])
    expect(world.behaviour('app').node.up).toBe(false)
    world.act({ do: 'lift', id: 'second' })
    expect(world.behaviour('app').node.up).toBe(true)
  })

  test('a cut edge stays cut until both are lifted', () => {
    const world = both(['partition', EDGE], ['one-way-partition', EDGE, { direction: 'answers' }])
    const link = world.parts.links[1]
    expect(link.cuts).toEqual([0, 1])
    world.act({ do: 'lift', id: 'second' })
    expect(link.cuts).toEqual([0, 0])
  })

  test('slowness and loss multiply, and what remains is what was injected', () => {
    const world = both(['slow', APP, { factor: 3 }], ['slow', APP, { factor: 7 }])
    expect(world.behaviour('app').node.slowness).toBe(7)
    const lossy = both(['loss', EDGE, { share: 1 }], ['loss', EDGE, { share: 0.25 }])
    expect(lossy.parts.links[1].delivery.value).toBe(0.75)
    lossy.act({ do: 'lift', id: 'second' })
    expect(lossy.parts.links[1].delivery.value).toBe(1)
  })

  test('spikes multiply, and a parameter that a person sets meanwhile stays set', () => {
    const world = both(
      ['traffic-spike', { run: true }, { factor: 2 }],
      ['traffic-spike', { run: true }, { factor: 5 }],
    )
    const users = world.behaviour('users')
    expect(users.params.spikeFactor).toBe(5)
    world.act({ do: 'set', node: 'users', param: 'spikeFactor', value: 2 })
    expect(users.params.spikeFactor).toBe(10)
    world.act({ do: 'lift', id: 'second' })
    expect(users.params.spikeFactor).toBe(2)
  })

  test('two retry storms leave the manners of before', () => {
    const world = both(['retry-storm', { run: true }], ['retry-storm', { run: true }, { retries: 30 }])
    const users = world.behaviour('users')
    expect(users.params).toMatchObject({ retries: 30, backoff: 'none' })
    world.act({ do: 'lift', id: 'second' })
    expect(users.params).toMatchObject({ retries: 0, backoff: 'exponential', obeyRetryAfter: true })
  })
})

test('a database that crashed has its rows; one that lost its disk has none', () => {
  const rowsAfter = (fault: string) => {
    const world = newWorld()
    world.runUntil(SECOND)
    world.act({ do: 'inject', fault, id: 'it', on: { node: 'store' } })
    world.act({ do: 'lift', id: 'it' })
    return world.behaviour('store').inspect()!.rows
  }
  expect(rowsAfter('crash')).toBeGreaterThan(50)
  expect(rowsAfter('disk-loss')).toBe(0)
})

test('a flush pulls the control of those who have one, and is over at once', () => {
  const flush = FAULTS.get('flush')!
  const world = newWorld()
  const pulled: string[] = []
  const site = (id: string, controls: string[]): NodeSite => ({
    node: world.behaviour(id).node,
    params: {},
    declared: {},
    stations: [],
    controls,
    override: () => () => {},
    control: (name) => void pulled.push(`${id} ${name}`),
  })
  const cached = site('app', ['flush'])
  expect([flush.lasts, flush.appliesTo!(cached), flush.appliesTo!(site('store', []))]).toEqual([
    false,
    true,
    false,
  ])
  flush.inject({ nodes: [cached], links: [], now: 0 }, {})
  expect(pulled).toEqual(['app flush'])
})
