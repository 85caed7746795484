import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ms } from '../../lib/units.ts'
import { PartitionWorld } from './partition-world.bed.ts'
import type { ReplicaOptions } from './replica-messages.ts'

const event = fc.record({
  what: fc.constantFrom(
    ...([
      'append',
      'append',
      'fetch',
      'fetch',
      'fetch',
      'deliver',
      'deliver',
      'deliver',
      'deliver',
      'deliver',
    ] as const),
    ...([
      'deliver',
      'beat',
      'beat',
      'propose',
      'propose',
      'tick',
      'wait',
      'lose',
      'crash',
      'restart',
      'disk',
    ] as const),
  ),
  self: fc.nat(2),
  which: fc.nat(60),
})
type Happening = typeof event extends fc.Arbitrary<infer T> ? T : never
const events = fc.array(event, { minLength: 60, maxLength: 250 })

function happen(world: PartitionWorld, { what, self, which }: Happening): void {
  if (what === 'append') world.append(world.leader?.self ?? self)
  else if (what === 'fetch') world.fetch(self)
  else if (what === 'deliver') world.deliver(which)
  else if (what === 'beat') for (const broker of world.brokers) world.beat(broker.self)
  else if (what === 'propose') world.propose(self)
  else if (what === 'tick') world.controller.tick(world.now)
  else if (what === 'wait') world.now += ms(which)
  else if (what === 'lose') world.bag.splice(which % Math.max(1, world.bag.length), 1)
  else if (what === 'crash') world.crash(self)
  else if (what === 'restart') world.restart(self)
  else world.loseDisk(self)
}

/** The first record that a producer was told is safe and that a leader does not have. */
function missing(world: PartitionWorld): string | null {
  const state = world.disk.partitions[0]
  for (const { self, replica } of world.brokers) {
    if (replica?.leads !== true || replica.leaderEpoch !== state.leaderEpoch) continue
    const records = world.recordsOf(self)
    for (const [offset, value] of world.acknowledged)
      if (records.get(offset) !== value) return `leader ${self} has not ${value} at ${offset}`
  }
  return null
}

/** What is first found wrong in a life full of faults. */
function run(all: readonly Happening[], given?: Partial<ReplicaOptions>, unclean?: boolean): string | null {
  const world = new PartitionWorld(given, unclean)
  world.heal(3)
  for (const each of all) {
    happen(world, each)
    const found = missing(world)
    if (found !== null) return found
  }
  return null
}

test('what all in sync have confirmed survives every election, whatever is lost, late or dead (KIP-101, KIP-497)', () => {
  fc.assert(
    fc.property(events, (all) => {
      expect(run(all)).toBeNull()
    }),
    { numRuns: process.env['BREAKWATER_LONG'] ? 20_000 : 400 },
  )
})

test('once all is well, one leads, all are in sync and have the same records', () => {
  fc.assert(
    fc.property(events, fc.constantFrom(1, 2), (all, minInSync) => {
      const world = new PartitionWorld({ minInSync })
      for (const each of all) happen(world, each)
      world.heal(40)
      expect(world.disk.partitions[0]).toMatchObject({ leader: 0, inSync: [0, 1, 2] })
      world.append(0)
      const before = world.acknowledged.size
      world.heal(3)
      expect(world.acknowledged.size).toBe(before + 1)
      for (const self of [1, 2]) expect(world.recordsOf(self)).toEqual(world.recordsOf(0))
    }),
    { numRuns: 60 },
  )
})

test.each([
  ['the high watermark of the leader alone', { watermark: 'leader' }, false],
  ['truncation at the high watermark (what KIP-101 describes)', { truncation: 'high-watermark' }, false],
  ['unclean election', {}, true],
] as const)('loses what was confirmed with %s', (_what, options, unclean) => {
  const found = fc.check(
    fc.property(events, (all) => run(all, options, unclean) === null),
    { numRuns: 3_000, endOnFailure: true },
  )
  expect(found.failed).toBe(true)
})
