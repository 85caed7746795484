import { describe, expect, test } from 'vitest'
import { INVARIANTS } from '../checks/catalogue.ts'
import { SECOND, s } from '../lib/units.ts'
import type { Document } from '../schema/document.ts'
import type { GraphEdit } from '../schema/edit/graph-edit.ts'
import { invertEdits } from '../schema/edit/invert-edits.ts'
import { removeNodes } from '../schema/edit/remove-nodes.ts'
import { SERVICES } from '../services/catalogue.ts'
import { assemble } from './assemble.ts'
import { documentOf, everything } from './documents.bed.ts'
import type { World } from './world.ts'

const worldOf = (document: Document, seed = 1): World =>
  assemble(document, { kinds: SERVICES, invariants: INVARIANTS, seed })
const edit = (world: World, ...edits: GraphEdit[]) => world.act({ do: 'edit', edits })
const edge = (id: string) => {
  const [from, port, to] = id.split(/[.>]/)
  return { id, from, port, to }
}
const connect = (id: string): GraphEdit => ({ edit: 'connect', edge: edge(id) })
const addNode = (id: string, kind: string, params = {}): GraphEdit => {
  return { edit: 'add-node', id, node: { kind, label: id, at: [0, 0], params } }
}

const simple = () =>
  documentOf(
    {
      users: { kind: 'client', ratePerSecond: 500, popularity: 'uniform', timeoutMs: 1000, retries: 0 },
      balancer: { kind: 'load-balancer', strategy: 'round-robin' },
      app: { kind: 'service', workers: 8, serviceMs: 5 },
    },
    ['users.out>balancer', 'balancer.backends>app'],
  )
const arrivals = (world: World, id: string) => world.behaviour(id).node.meter.arrivals
const failures = (world: World) => Object.fromEntries(world.parts.recorder.failures)

describe('a node that is added while it runs', () => {
  test('gets its share of the requests from then on, and columns of its own', () => {
    const world = worldOf(simple())
    world.runUntil(s(1))
    const before = arrivals(world, 'app')
    edit(world, addNode('app-2', 'service', { workers: 8, serviceMs: 5 }), connect('balancer.backends>app-2'))
    world.runUntil(s(2))
    const share = arrivals(world, 'app-2') / (arrivals(world, 'app') - before)
    expect(share).toBeGreaterThan(0.98)
    expect(share).toBeLessThan(1.02)
    expect(failures(world)).toEqual({})
    const rows = world.parts.timeline.drain()
    const rate = world.parts.timeline.places.findIndex((column) => column?.id === 'app-2.rate')
    expect(rows[5].length).toBeLessThan(rows[15].length)
    expect(rows[15][rate + 1]).toBeGreaterThan(150)
  })

  test('draws randomness of its own: what the others do is not reshuffled', () => {
    const [alone, joined] = [worldOf(simple()), worldOf(simple())]
    alone.runUntil(s(1))
    joined.runUntil(s(1))
    edit(
      joined,
      addNode('idle', 'service'),
      addNode('more', 'client', { ratePerSecond: 300 }),
      connect('more.out>idle'),
    )
    alone.runUntil(s(3))
    joined.runUntil(s(3))
    expect(arrivals(joined, 'idle')).toBeGreaterThan(400)
    for (const id of ['balancer', 'app']) expect(arrivals(joined, id)).toBe(arrivals(alone, id))
    const latency = (world: World) => world.parts.recorder.seen.get('users')!.latency
    expect(latency(joined).mean).toBe(latency(alone).mean)
    expect(latency(joined).quantile(0.99)).toBe(latency(alone).quantile(0.99))
  })
})

describe('a node that is removed while it runs', () => {
  test('fails what it works on as a crash does, and says how many on the time line', () => {
    const [removed, crashed] = [worldOf(simple()), worldOf(simple())]
    for (const world of [removed, crashed]) world.runUntil(s(1.0035))
    const working = removed.behaviour('app').node.meter.inFlight
    expect(working).toBeGreaterThan(0)
    edit(removed, ...removeNodes(removed.parts.graph.document, ['app']))
    crashed.act({ do: 'inject', fault: 'crash', id: 'c', on: { node: 'app' } })
    removed.runUntil(s(1.02))
    crashed.runUntil(s(1.02))
    expect(failures(removed)['connection-lost']).toBe(working)
    expect(failures(crashed)['connection-lost']).toBe(working)
    expect(removed.parts.recorder.marks.at(-1)).toEqual({
      atNanos: s(1.0035),
      node: 'app',
      text:
        working === 1
          ? 'removed: the request it was working on fails'
          : `removed: ${working} requests in progress fail`,
    })
    expect(() => removed.behaviour('app')).toThrow('no node "app"')
  })

  test('leaves an open port behind: what is asked there fails as not connected, until it is connected again', () => {
    const world = worldOf(simple())
    world.runUntil(s(1))
    const { document } = world.parts.graph
    const edits = removeNodes(document, ['app'])
    const back = invertEdits(document, edits)
    edit(world, ...edits)
    world.runUntil(s(2))
    const notConnected = failures(world)['not-connected']
    expect(notConnected).toBeGreaterThan(400)
    edit(world, ...back)
    world.runUntil(s(3))
    expect(failures(world)['not-connected'] - notConnected).toBeLessThan(5)
    expect(arrivals(world, 'app')).toBeGreaterThan(400)
    expect(world.parts.graph.document).toEqual(document)
  })

  test('has its columns back when it comes back, and none in between', () => {
    const world = worldOf(simple())
    const { timeline } = world.parts
    const place = timeline.places.findIndex((column) => column?.id === 'app.rate')
    timeline.drainChanges()
    const edits = removeNodes(world.parts.graph.document, ['app'])
    const back = invertEdits(world.parts.graph.document, edits)
    edit(world, ...edits)
    expect(timeline.drainChanges()).toContainEqual({ at: place, column: null })
    world.runUntil(s(0.5))
    expect(timeline.drain().every((row) => Number.isNaN(row[place + 1]))).toBe(true)
    edit(world, ...back)
    expect(timeline.drainChanges().find(({ at }) => at === place)?.column?.id).toBe('app.rate')
  })

  test('ends the faults that had struck it alone, and no other', () => {
    const world = worldOf(simple())
    world.act({ do: 'inject', fault: 'slow', id: 'a', on: { node: 'app' } })
    world.act({ do: 'inject', fault: 'delay', id: 'b', on: { edge: 'users.out>balancer' } })
    edit(world, ...removeNodes(world.parts.graph.document, ['app']))
    expect(world.faults.active.map(({ id }) => id)).toEqual(['b'])
  })
})

describe('a connection', () => {
  test('that is taken away breaks: requests under way over it fail, their worker stops, no server is lost', () => {
    const world = worldOf(
      documentOf(
        {
          users: { kind: 'client', ratePerSecond: 2000, retries: 0 },
          app: { kind: 'service', workers: 4, serviceMs: 10, workerWaits: true },
        },
        ['users.out>app'],
      ),
    )
    world.runUntil(s(1))
    const { node } = world.behaviour('app')
    const { inFlight } = node.meter
    expect(inFlight).toBeGreaterThan(4)
    edit(world, { edit: 'disconnect', id: 'users.out>app' })
    expect(node.meter.inFlight).toBe(0)
    world.runUntil(s(1.1))
    expect(failures(world)['connection-lost']).toBeGreaterThanOrEqual(inFlight)
    expect(node.stations.get('workers')!.busy).toBe(0)
    const { succeeded } = world.parts.recorder
    edit(world, connect('users.out>app'))
    world.runUntil(s(2))
    expect(world.parts.recorder.succeeded - succeeded).toBeGreaterThan(300)
  })

  test('is put in between and taken off again without a lost request of those that came after', () => {
    const world = worldOf(simple())
    world.runUntil(s(1))
    edit(
      world,
      addNode('breaker', 'circuit-breaker'),
      connect('breaker.next>app'),
      { edit: 'disconnect', id: 'balancer.backends>app' },
      connect('balancer.backends>breaker'),
    )
    world.runUntil(s(1.5))
    const before = world.parts.recorder.failed
    world.runUntil(s(2.5))
    expect(arrivals(world, 'breaker')).toBeGreaterThan(600)
    expect(world.parts.recorder.failed).toBe(before)
  })

  test('closes a circle: what comes round to where it waits fails, and the run goes on', () => {
    const world = worldOf(
      documentOf(
        {
          users: { kind: 'client', ratePerSecond: 100, retries: 0 },
          a: { kind: 'service' },
          b: { kind: 'service' },
          c: { kind: 'client', ratePerSecond: 50 },
          d: { kind: 'service' },
        },
        ['users.out>a', 'a.next>b', 'b.next>a', 'c.out>d'],
      ),
    )
    world.runUntil(s(2))
    expect(failures(world)).toEqual({ 'call-circle': expect.any(Number) as number })
    expect(world.parts.recorder.succeeded).toBeGreaterThan(50)
    expect(world.behaviour('a').node.meter.inFlight).toBeLessThan(20)
  })

  test('has its latency and bandwidth changed under way', () => {
    const world = worldOf(simple())
    edit(world, { edit: 'set-edge', id: 'users.out>balancer', latencyMs: 100, bandwidthMbps: null })
    world.runUntil(s(2))
    expect(world.parts.recorder.latency.quantile(0.5)).toBeGreaterThan(s(0.2))
    edit(
      world,
      { edit: 'set-region', node: 'users', region: 'us-east' },
      { edit: 'set-region', node: 'balancer', region: 'us-east/a' },
    )
    expect(world.parts.links[0].latencyNanos).toBe(s(0.1))
    edit(world, { edit: 'set-edge', id: 'users.out>balancer', latencyMs: null, bandwidthMbps: 8 })
    expect(world.parts.links[0].latencyNanos).toBe(s(0.0005))
    expect(world.parts.links[0].bandwidthBitsPerSecond).toBe(8_000_000)
  })
})

describe('nodes that were put into a zone', () => {
  const grouped = () => {
    const world = worldOf(simple())
    edit(
      world,
      { edit: 'set-region', node: 'balancer', region: 'us-east/a' },
      { edit: 'set-region', node: 'app', region: 'us-east/b' },
    )
    return world
  }
  const up = (world: World) => ['users', 'balancer', 'app'].filter((id) => world.behaviour(id).node.up)
  test.each([
    ['us-east/b', ['users', 'balancer']],
    ['us-east', ['users']],
  ])('are struck by an outage of %s', (region, left) => {
    const world = grouped()
    world.act({ do: 'inject', fault: 'region-outage', id: 'x', on: { region } })
    expect(up(world)).toEqual(left)
    world.act({ do: 'lift', id: 'x' })
    expect(up(world)).toEqual(['users', 'balancer', 'app'])
  })
})

describe('what does not fit is refused and changes nothing', () => {
  const refused: [string, GraphEdit[], string][] = [
    ['a kind that there is not', [addNode('x', 'toaster')], 'kind "toaster"'],
    ['an id that is taken', [addNode('app', 'service')], 'node "app" already'],
    ['a node that is not there', [{ edit: 'remove-node', id: 'moon' }], 'no node "moon"'],
    ['a node that still has edges', [{ edit: 'remove-node', id: 'app' }], 'disconnect it first'],
    ['an edge from no port', [connect('app.nope>users')], 'by "nope"'],
    [
      'a parameter out of range',
      [{ edit: 'set-param', node: 'app', param: 'workers', value: 0 }],
      'workers must be',
    ],
    ['a kind that will not start', [addNode('x', 'client', { popularity: 'recorded' })], 'recorded'],
    [
      'the second of two',
      [
        { edit: 'set-param', node: 'app', param: 'workers', value: 2 },
        addNode('x', 'client', { popularity: 'recorded' }),
      ],
      'recorded',
    ],
  ]
  test.each(refused)('%s', (_name, edits, sentence) => {
    const [world, untouched] = [worldOf(simple()), worldOf(simple())]
    world.runUntil(s(0.5))
    expect(() => edit(world, ...edits)).toThrow(sentence)
    expect(world.log).toEqual([])
    expect(world.parts.graph.document).toEqual(untouched.parts.graph.document)
    expect(world.behaviour('app').params.workers).toBe(8)
    world.runUntil(s(1))
    untouched.runUntil(s(1))
    expect(world.parts.recorder.succeeded).toBe(untouched.parts.recorder.succeeded)
  })
})

describe('an edited run', () => {
  const script = (world: World) => {
    const { document } = world.parts.graph
    world.runUntil(s(0.4))
    edit(
      world,
      addNode('app3', 'service', { workers: 4 }),
      connect('balancer.backends>app3'),
      connect('app3.next>breaker'),
    )
    world.runUntil(s(0.8))
    edit(world, ...removeNodes(world.parts.graph.document, ['app1', 'robots']))
    world.act({ do: 'inject', fault: 'crash', id: 'x', on: { node: 'store' } })
    world.runUntil(s(1.2))
    world.act({ do: 'lift', id: 'x' })
    edit(world, ...invertEdits(document, removeNodes(document, ['app1', 'robots'])))
    world.runUntil(2 * SECOND)
    return world
  }
  test('is reproducible, and done again from its log', () => {
    const first = script(worldOf(everything()))
    expect(script(worldOf(everything())).digest()).toBe(first.digest())
    const again = worldOf(everything())
    again.runScript(structuredClone(first.log), 2 * SECOND)
    expect(again.digest()).toBe(first.digest())
    expect(again.events).toBe(first.events)
    const plain = worldOf(everything())
    plain.runUntil(2 * SECOND)
    expect(plain.digest()).not.toBe(first.digest())
  })
  test('can be inspected and read all the time', () => {
    const world = script(worldOf(everything()))
    for (const behaviour of world.parts.behaviours.values()) JSON.stringify(behaviour.inspect())
    expect([...world.parts.behaviours.keys()]).toEqual(Object.keys(world.parts.graph.document.nodes))
  })
})

test('how the fields of an edit are ordered makes no difference: a saved run has them in the order of its schema', () => {
  const digestOf = (edits: readonly GraphEdit[]) => {
    const world = worldOf(simple())
    edit(world, ...edits)
    world.runUntil(s(1))
    return world.digest()
  }
  const added = addNode('app-2', 'service', { workers: 8, serviceMs: 5 })
  const reordered = Object.fromEntries(Object.entries(added).reverse()) as unknown as GraphEdit
  expect(Object.keys(reordered)).not.toEqual(Object.keys(added))
  expect(digestOf([reordered])).toBe(digestOf([added]))
})
