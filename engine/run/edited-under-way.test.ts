import { describe, expect, test } from 'vitest'
import { INVARIANTS } from '../checks/catalogue.ts'
import { DESIGNS } from '../designs/catalogue.ts'
import { ms, s } from '../lib/units.ts'
import { duplicateNodes } from '../schema/edit/duplicate-nodes.ts'
import { invertEdits } from '../schema/edit/invert-edits.ts'
import { SERVICES } from '../services/catalogue.ts'
import { kindShapes } from '../services/kind-shapes.ts'
import { assemble } from './assemble.ts'
import { documentOf } from './documents.bed.ts'

// What is under way when somebody edits the graph, and what is on disks from before.
const OPTIONS = { kinds: SERVICES, invariants: INVARIANTS, seed: 1 }

test.each([false, true])(
  'a request that was to be passed on fails when nobody is left to pass it on to (worker waits: %s)',
  (workerWaits) => {
    const document = documentOf(
      {
        users: { kind: 'client', ratePerSecond: 200, retries: 0, operations: 'orders' },
        app: { kind: 'service', serviceMs: 20, variation: 0, workers: 64, workerWaits },
        orders: { kind: 'service', serviceMs: 1 },
      },
      ['users.out>app', 'app.next>orders'],
    )
    const world = assemble(document, OPTIONS)
    world.runUntil(s(1))
    const before = world.parts.recorder.succeeded
    world.act({ do: 'edit', edits: [{ edit: 'disconnect', id: 'app.next>orders' }] })
    world.runUntil(s(1) + ms(19))
    expect(world.parts.recorder.succeeded - before).toBeLessThanOrEqual(1) // an answer that was on its way
    expect(world.parts.recorder.failures.get('not-connected')).toBeGreaterThan(0)
  },
)

/** In these, what is on a disk is numbered by the members of the group. */
const GROUPS = [
  ['multi-datacenter-replication', 'mode', 'causal', 'us-1'],
  ['multi-datacenter-replication', 'mode', 'multi-leader', 'us-1'],
  ['key-value-store', 'members', 'five', 'n2'],
] as const

describe.each(GROUPS)('%s with %s %s', (slug, name, option, member) => {
  test('works on when a member is added under way, is taken back, and another one is added', () => {
    const { document, switches } = DESIGNS.get(slug)!.design!
    const world = assemble(document, { ...OPTIONS, switches })
    world.act({ do: 'switch', name, to: option })
    for (let round = 1; round <= 3; round++) {
      world.runUntil(world.now + s(0.5))
      const { edits } = duplicateNodes(world.parts.graph.document, [member], kindShapes(SERVICES))
      const back = invertEdits(world.parts.graph.document, edits)
      world.act({ do: 'edit', edits })
      world.runUntil(world.now + s(0.7))
      inspectAll(world)
      world.act({ do: 'edit', edits: back })
      world.runUntil(world.now + s(0.7))
      inspectAll(world)
      const before = world.parts.recorder.succeeded
      world.runUntil(world.now + s(1))
      expect(world.parts.recorder.succeeded - before, `round ${round}`).toBeGreaterThan(20)
    }
  })
})

/** Looks into every node, as the page does. */
function inspectAll(world: ReturnType<typeof assemble>): void {
  for (const behaviour of world.parts.behaviours.values()) behaviour.inspect()
}

test('a limiter passes on to whoever stands behind it now', () => {
  const document = documentOf(
    {
      users: { kind: 'client', ratePerSecond: 200, retries: 0 },
      limiter: { kind: 'rate-limiter', limit: 1_000, windowSeconds: 1, burst: 1_000 },
      before: { kind: 'service' },
      after: { kind: 'service' },
    },
    ['users.out>limiter', 'limiter.next>before'],
  )
  const world = assemble(document, OPTIONS)
  world.runUntil(s(1))
  const edge = { id: 'limiter.next>after', from: 'limiter', port: 'next', to: 'after' }
  world.act({
    do: 'edit',
    edits: [
      { edit: 'disconnect', id: 'limiter.next>before' },
      { edit: 'connect', edge },
    ],
  })
  world.runUntil(s(2))
  expect(world.behaviour('after').node.meter.succeeded).toBeGreaterThan(150)
})

test('a producer that asks its coordinator in vain waits for whole nanoseconds', () => {
  const { document, switches } = DESIGNS.get('message-broker')!.design!
  const world = assemble(document, { ...OPTIONS, switches })
  world.act({ do: 'switch', name: 'producer', to: 'transactional' })
  const all = (kind: string) => Object.keys(document.nodes).filter((id) => document.nodes[id].kind === kind)
  for (const id of all('producer')) world.act({ do: 'set', node: id, param: 'retryMs', value: 1.000_001 })
  world.runUntil(s(1))
  for (const id of all('broker'))
    world.act({ do: 'inject', fault: 'crash', id: `crash ${id}`, on: { node: id } })
  const { scheduler } = world.parts.kernel
  for (let event = 0; event < 2_000; event++) {
    expect(Number.isInteger(scheduler.nextTime())).toBe(true)
    scheduler.step()
  }
})
