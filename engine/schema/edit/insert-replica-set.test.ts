import { describe, expect, test } from 'vitest'
import { INVARIANTS } from '../../checks/catalogue.ts'
import { DESIGNS } from '../../designs/catalogue.ts'
import { s } from '../../lib/units.ts'
import { assemble } from '../../run/assemble.ts'
import { documentOf } from '../../run/documents.bed.ts'
import { SERVICES } from '../../services/catalogue.ts'
import { kindShapes } from '../../services/kind-shapes.ts'
import { problemsOf } from '../problems-of.ts'
import { applyEdits } from './apply-edits.ts'
import { copiesBehind, insertReplicaSet } from './insert-replica-set.ts'
import { invertEdits } from './invert-edits.ts'
import { takeOffEdge } from './take-off-edge.ts'

const KINDS = kindShapes(SERVICES)
const DOCUMENT = documentOf(
  {
    users: { kind: 'client', ratePerSecond: 300, retries: 0 },
    app: { kind: 'service', serviceMs: 5, workers: 2 },
    store: { kind: 'database' },
  },
  ['users.out>app', 'app.next>store'],
)
const edgesOf = ({ edges }: typeof DOCUMENT) => edges.map(({ from, port, to }) => `${from}.${port}>${to}`)

describe('a replica set', () => {
  const edits = insertReplicaSet(DOCUMENT, 'users.out>app', KINDS)
  const replicated = applyEdits(DOCUMENT, edits)

  test('is put on an edge: the node at its end and two copies, which ask what it asks, and a balancer before them', () => {
    expect(edgesOf(replicated)).toEqual([
      'users.out>load-balancer',
      'app.next>store',
      'load-balancer.backends>app',
      'service.next>store',
      'load-balancer.backends>service',
      'service-2.next>store',
      'load-balancer.backends>service-2',
    ])
    const { nodes } = replicated
    expect([nodes.service.label, nodes['service-2'].label]).toEqual(['app 2', 'app 3'])
    expect(nodes.service.params).toEqual({ serviceMs: 5, workers: 2 })
    expect(problemsOf(replicated, KINDS)).toEqual([])
  })

  test('goes on counting where its node has a number already, and stands where no card touches another', () => {
    const { document } = DESIGNS.get('rate-limiter')!.design!
    const set = applyEdits(document, insertReplicaSet(document, 'balancer.backends>api-2', KINDS))
    const labels = Object.values(set.nodes).map(({ label }) => label)
    expect(labels).toEqual(expect.arrayContaining(['API server 3', 'API server 4', 'API server 5']))
    const places = Object.values(set.nodes).map(({ at }) => at)
    for (const [i, [column, row]] of places.entries())
      for (const [c, r] of places.slice(i + 1))
        expect(Math.abs(column - c) >= 0.8 || Math.abs(row - r) >= 0.75).toBe(true)
    const off = applyEdits(set, takeOffEdge(set, 'load-balancer', KINDS))
    expect(Object.keys(off.nodes)).toEqual(Object.keys(document.nodes))
  })

  test('counts nobody among its copies who bears no number', () => {
    const pool = documentOf(
      {
        front: { kind: 'load-balancer' },
        'app 2': { kind: 'service' },
        app: { kind: 'service' },
        'app 3': { kind: 'service' },
      },
      ['front.backends>app 2', 'front.backends>app', 'front.backends>app 3'],
    )
    expect(copiesBehind(pool, 'front')).toEqual(['app 3'])
  })

  test('is taken back as one step', () => {
    expect(applyEdits(replicated, invertEdits(DOCUMENT, edits))).toEqual(DOCUMENT)
  })

  test('is taken off again with its copies, unless somebody has made something of them', () => {
    const off = applyEdits(replicated, takeOffEdge(replicated, 'load-balancer', KINDS))
    expect(edgesOf(off)).toEqual(['users.out>app', 'app.next>store'])
    expect(Object.keys(off.nodes)).toEqual(['users', 'app', 'store'])
    const renamed = applyEdits(replicated, [{ edit: 'rename', node: 'service', label: 'Canary' }])
    const kept = applyEdits(renamed, takeOffEdge(renamed, 'load-balancer', KINDS))
    expect(Object.keys(kept.nodes)).toEqual(['users', 'app', 'store', 'service'])
  })

  test('shares the load while it runs, and lets go of it', () => {
    const world = assemble(DOCUMENT, { kinds: SERVICES, invariants: INVARIANTS, seed: 1 })
    world.runUntil(s(1))
    world.act({ do: 'edit', edits })
    world.runUntil(s(4))
    for (const id of ['service', 'service-2']) {
      const { arrivals } = world.behaviour(id).node.meter
      expect(arrivals).toBeGreaterThan(200)
      expect(arrivals).toBeLessThan(400)
    }
    world.act({ do: 'edit', edits: takeOffEdge(world.parts.graph.document, 'load-balancer', KINDS) })
    const before = world.behaviour('app').node.meter.arrivals
    world.runUntil(s(5))
    expect(world.behaviour('app').node.meter.arrivals - before).toBeGreaterThan(250)
  })

  test('of a kind that replicates is a group, with a router before it that knows who leads', () => {
    const document = documentOf(
      { users: { kind: 'client', ratePerSecond: 50 }, data: { kind: 'replica', mode: 'async' } },
      ['users.out>data'],
    )
    const set = applyEdits(document, insertReplicaSet(document, 'users.out>data', KINDS))
    expect(edgesOf(set).filter((edge) => edge.includes('peers'))).toEqual([
      'data.peers>replica',
      'data.peers>replica-2',
      'replica.peers>replica-2',
    ])
    expect(set.nodes['region-router'].kind).toBe('region-router')
    const world = assemble(set, { kinds: SERVICES, invariants: INVARIANTS, seed: 1 })
    world.runUntil(s(6))
    expect(world.behaviour('users').context.metrics.counters.succeeded).toBeGreaterThan(150)
    world.act({ do: 'edit', edits: takeOffEdge(set, 'region-router', KINDS) })
    expect(edgesOf(world.parts.graph.document)).toEqual(['users.out>data'])
    const { counters } = world.behaviour('users').context.metrics
    const before = counters.succeeded
    world.runUntil(s(10))
    expect(counters.succeeded - before).toBeGreaterThan(100) // it does not wait for those who are gone
  })

  test('is refused where nobody can choose among its members', () => {
    const log = documentOf({ producer: { kind: 'producer' }, broker: { kind: 'broker' } }, [
      'producer.brokers>broker',
    ])
    expect(() => insertReplicaSet(log, 'producer.brokers>broker', KINDS)).toThrow(
      'producer asks for records of a log, and goes by who answers; Load balancer only passes on.',
    )
  })
})
