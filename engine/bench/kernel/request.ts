import { INVARIANTS } from '../../checks/catalogue.ts'
import { SECOND } from '../../lib/units.ts'
import { assemble } from '../../run/assemble.ts'
import type { Document } from '../../schema/document.ts'
import { SERVICES } from '../../services/catalogue.ts'
import type { Work } from '../measure.ts'

const RATE_PER_SECOND = 2_000

/** Client, limiter, cache, database, with the call tree, spans, histograms and a promise that is checked. */
export const REQUEST_PATH: Document = {
  version: 1,
  title: 'A request’s path',
  requestsPerSimulated: 1,
  nodes: {
    client: {
      kind: 'client',
      label: 'Client',
      at: [0, 0],
      params: { ratePerSecond: RATE_PER_SECOND, keys: 10_000, keySkew: 1, readShare: 0.95, users: 1_000 },
    },
    limiter: {
      kind: 'rate-limiter',
      label: 'Limiter',
      at: [1, 0],
      params: { placement: 'local', limit: 1_000, windowSeconds: 1 },
    },
    cache: { kind: 'cache', label: 'Cache', at: [2, 0], params: {} },
    database: { kind: 'database', label: 'Database', at: [3, 0], params: { connections: 64 } },
  },
  edges: [
    { id: 'a', from: 'client', port: 'out', to: 'limiter' },
    { id: 'b', from: 'limiter', port: 'next', to: 'cache' },
    { id: 'c', from: 'cache', port: 'origin', to: 'database' },
  ],
  slos: {},
  invariants: ['burst-and-rate'],
}

/** `count` requests, begun to end. */
export function requests(): Work {
  const world = assemble(REQUEST_PATH, { kinds: SERVICES, invariants: INVARIANTS, seed: 1 })
  return (count) => world.runUntil(world.now + Math.round((count / RATE_PER_SECOND) * SECOND))
}
