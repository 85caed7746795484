import { describe, expect, test } from 'vitest'
import { INVARIANTS } from '../checks/catalogue.ts'
import { s } from '../lib/units.ts'
import type { Document } from '../schema/document.ts'
import { assemble } from './assemble.ts'
import { documentOf } from './documents.bed.ts'
import { SERVICES } from '../services/catalogue.ts'

const simple = () =>
  documentOf(
    {
      users: { kind: 'client', ratePerSecond: 1000, popularity: 'uniform' },
      app: { kind: 'service', workers: 8 },
      store: { kind: 'database' },
    },
    ['users.out>app', 'app.next>store'],
  )

test('a client, a service and a database run', () => {
  const world = assemble(simple(), { kinds: SERVICES, invariants: INVARIANTS, seed: 1 })
  world.runUntil(s(5))
  const { recorder } = world.parts
  expect(recorder.offered).toBeGreaterThan(4500)
  expect(recorder.succeeded / recorder.offered).toBeGreaterThan(0.99)
  expect(world.parts.timeline.drain()).toHaveLength(50)
})

test('a request uses up no objects: thousands of requests share what the busiest instant needed', () => {
  const world = assemble(simple(), { kinds: SERVICES, invariants: INVARIANTS, seed: 1 })
  world.runUntil(s(1))
  const after1 = world.parts.kernel.calls.objects
  world.runUntil(s(10))
  const { calls, nodes } = world.parts.kernel
  const busiest = nodes.reduce((sum, { meter }) => sum + meter.inFlightMax, 0)
  expect(calls.objects).toBeLessThan(busiest * 2)
  expect(calls.objects).toBeLessThan(after1 * 2)
})

test('the spans that exemplars keep sum to their latency: client, service and database are one after the other', () => {
  const world = assemble(simple(), { kinds: SERVICES, invariants: INVARIANTS, seed: 1 })
  world.runUntil(s(2))
  const exemplars = world.parts.recorder.exemplars.all()
  expect(exemplars.length).toBeGreaterThanOrEqual(20)
  for (const { from, to, spans } of exemplars)
    expect(spans.reduce((sum, span) => sum + span.to - span.from, 0)).toBe(to - from)
})

describe('what cannot run is refused in a sentence:', () => {
  const refused: [string, (document: Document) => void, string][] = [
    [
      'a kind that does not exist',
      (d) => void (d.nodes.app.kind = 'toaster'),
      'kind "toaster", which does not exist',
    ],
    [
      'an unknown parameter',
      (d) => void (d.nodes.app.params.colour = 1),
      'Node "app" (service) has no parameter "colour"',
    ],
    [
      'a number out of range',
      (d) => void (d.nodes.app.params.workers = 0),
      'Node "app": workers must be from 1 to',
    ],
    [
      'a number that is none',
      (d) => void (d.nodes.app.params.workers = 1.5),
      'workers must be a whole number, not 1.5',
    ],
    ['an edge to nowhere', (d) => void (d.edges[0].to = 'moon'), 'ends at "moon", which is not a node'],
    [
      'an edge from an unknown port',
      (d) => void (d.edges[0].port = 'x'),
      'leaves "users" (client) by "x"; its ports are out',
    ],
    ['two edges of one name', (d) => void (d.edges[1].id = d.edges[0].id), 'Two edges have the id'],
    ['an unknown invariant', (d) => void d.invariants.push('x'), 'There is no invariant "x"'],
    [
      'an objective of nothing',
      (d) => void (d.slos.fast = { of: 'x', availability: 1 }),
      'is of "x", which is not a node',
    ],
  ]
  test.each(refused)('%s', (_name, spoil, sentence) => {
    const document = simple()
    spoil(document)
    expect(() => assemble(document, { kinds: SERVICES, invariants: INVARIANTS, seed: 1 })).toThrow(sentence)
  })
})
