import { expect, test } from 'vitest'
import { INVARIANTS } from '../checks/catalogue.ts'
import { s } from '../lib/units.ts'
import { SERVICES } from '../services/catalogue.ts'
import { assemble } from './assemble.ts'
import { documentOf } from './documents.bed.ts'

type Nodes = Parameters<typeof documentOf>[0]
function run(nodes: Nodes, edges: string[]) {
  const document = documentOf(nodes, edges)
  const world = assemble(document, { kinds: SERVICES, invariants: INVARIANTS, seed: 1 })
  world.runUntil(s(2))
  const metrics = (id: string) => world.behaviour(id).context.metrics
  return { world, metrics, failures: Object.fromEntries(world.parts.recorder.failures) }
}
const users = { kind: 'client', ratePerSecond: 100, retries: 0, readShare: 0.5 }

test('a request that a kind does not understand fails before it sees it, and nothing else stops', () => {
  const { failures, metrics } = run(
    { users, locks: { kind: 'lock-service' }, others: users, store: { kind: 'database' } },
    ['users.out>locks', 'others.out>store'],
  )
  expect(Object.keys(failures)).toEqual(['not-understood'])
  expect(metrics('users').counters.failed).toBeGreaterThan(150)
  expect(metrics('others').counters.failed).toBe(0)
  expect(metrics('others').counters.succeeded).toBeGreaterThan(150)
})

test('who passes requests on passes the refusal back', () => {
  const { failures, world } = run(
    { users, breaker: { kind: 'circuit-breaker' }, bank: { kind: 'payment-provider' } },
    ['users.out>breaker', 'breaker.next>bank'],
  )
  expect(Object.keys(failures)).toEqual(['not-understood'])
  expect(world.behaviour('bank').node.meter.arrivals).toBeGreaterThan(150)
})

test('of what people ask for the part fails that is not understood', () => {
  const { metrics } = run({ users, list: { kind: 'top-k-reducer' } }, ['users.out>list'])
  const { succeeded, failed } = metrics('users').counters
  expect(succeeded).toBeGreaterThan(60)
  expect(failed).toBeGreaterThan(60)
})

test('a service answers people by itself, and for others only what it asks them', () => {
  const guests = { ...users, operations: 'booking' }
  const parts = { database: { kind: 'transactional-database' }, bank: { kind: 'payment-provider' } }
  const { failures } = run({ guests, booking: { kind: 'booking' }, app: { kind: 'service' }, ...parts }, [
    'guests.out>booking',
    'booking.database>database',
    'booking.payments>bank',
    'booking.locks>app',
  ])
  expect(failures['not-understood']).toBeGreaterThan(10)
})

test('a message for which a kind does not listen is dropped', () => {
  const { world } = run({ stream: { kind: 'event-stream' }, broker: { kind: 'broker' } }, [
    'stream.mappers>broker',
  ])
  expect(world.parts.links[0].sent).toBeGreaterThan(10)
})

test('an edge between peers that are none joins nobody', () => {
  const { world } = run(
    { a: { kind: 'storage-node' }, b: { kind: 'storage-node' }, other: { kind: 'replica' } },
    ['a.peers>b', 'a.peers>other', 'other.peers>b'],
  )
  expect(
    world
      .behaviour('a')
      .context.peers('peers')
      .map(({ to }) => to.id),
  ).toEqual(['b'])
})

test('a statement about a table that the schema has not ends its transaction', () => {
  const guests = { ...users, operations: 'booking' }
  const { failures, metrics } = run(
    {
      guests,
      booking: { kind: 'booking', lock: 'off' },
      accounts: { kind: 'transactional-database', schema: 'accounts' },
    },
    ['guests.out>booking', 'booking.database>accounts'],
  )
  expect(failures['not-understood']).toBeGreaterThan(100)
  expect(metrics('accounts').counters.aborts).toBeGreaterThan(100)
})
