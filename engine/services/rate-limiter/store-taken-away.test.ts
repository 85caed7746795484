import { expect, test } from 'vitest'
import { INVARIANTS } from '../../checks/catalogue.ts'
import { ms, s } from '../../lib/units.ts'
import { assemble } from '../../run/assemble.ts'
import { documentOf } from '../../run/documents.bed.ts'
import { SERVICES } from '../catalogue.ts'

const EDGE = { id: 'limiter.store>counters', from: 'limiter', port: 'store', to: 'counters', latencyMs: 5 }
const limited = (placement: string) =>
  documentOf(
    {
      users: { kind: 'client', ratePerSecond: 2_000, users: 3, retries: 0 },
      limiter: {
        kind: 'rate-limiter',
        placement,
        limit: 1_000,
        windowSeconds: 1,
        burst: 1_000,
        leaseTokens: 3,
      },
      counters: { kind: 'limiter-store' },
      app: { kind: 'service', workers: 16, serviceMs: 1 },
    },
    ['users.out>limiter', 'limiter.next>app', [EDGE.id, 5]],
  )

test.each(['central', 'read-write', 'leased'])(
  'a limiter (%s) whose counters are taken away decides by itself, also while answers of theirs are on their way',
  (placement) => {
    for (let after = 0; after < 20; after++) {
      const world = assemble(limited(placement), { kinds: SERVICES, invariants: INVARIANTS, seed: 1 })
      world.runUntil(s(1) + ms(0.13 * after))
      world.act({ do: 'edit', edits: [{ edit: 'disconnect', id: EDGE.id }] })
      world.runUntil(s(2))
      const { succeeded } = world.parts.recorder
      world.runUntil(s(3))
      const withoutCounters = world.parts.recorder.succeeded - succeeded
      expect(withoutCounters).toBeGreaterThan(1_900)
      world.act({ do: 'edit', edits: [{ edit: 'connect', edge: EDGE }] })
      world.runUntil(s(4))
      // A token at a time, fetched over ten milliseconds, lets a few hundred through.
      expect(world.parts.recorder.succeeded - succeeded - withoutCounters).toBeGreaterThan(250)
    }
  },
)
