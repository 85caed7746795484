import { expect, test } from 'vitest'
import { s } from '../lib/units.ts'
import type { Document } from '../schema/document.ts'
import { assemble } from './assemble.ts'

const document: Document = {
  version: 1,
  title: 'client, service, database',
  nodes: {
    users: {
      kind: 'client',
      label: 'Users',
      at: [0, 0],
      params: { ratePerSecond: 1000, popularity: 'uniform' },
    },
    app: { kind: 'service', label: 'App', at: [1, 0], params: { workers: 8 } },
    store: { kind: 'database', label: 'Store', at: [2, 0], params: {} },
  },
  edges: [
    { id: 'a', from: 'users', port: 'out', to: 'app' },
    { id: 'b', from: 'app', port: 'next', to: 'store' },
  ],
  requestsPerSimulated: 1,
  slos: {},
  invariants: [],
}

test('a client, a service and a database run', () => {
  const world = assemble(document, { seed: 1 })
  world.runUntil(s(10))
  const { recorder } = world.parts
  expect(recorder.offered).toBeGreaterThan(9000)
  expect(recorder.succeeded / recorder.offered).toBeGreaterThan(0.99)
  expect(world.digest()).toMatch(/^[0-9a-f]{16}$/)
})
