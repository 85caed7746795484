import { describe, expect, test } from 'vitest'
import { INVARIANTS } from '../../checks/catalogue.ts'
import { s, type Nanos } from '../../lib/units.ts'
import { assemble } from '../../run/assemble.ts'
import { FlightSampler } from '../../run/flight-sampler.ts'
import { summarize } from '../../run/summarize.ts'
import type { World } from '../../run/world.ts'
import type { Design } from '../../schema/design.ts'
import { SERVICES } from '../../services/catalogue.ts'
import { DESIGNS } from '../catalogue.ts'
import { firstDifference } from './first-difference.bed.ts'

const LONG = process.env.BREAKWATER_LONG === '1'
const SEEDS = Array.from({ length: LONG ? 100 : 1 }, (_, i) => i + 1)
const SECONDS = LONG ? 4 : 1
const LOOKS = 20

const runnable = [...DESIGNS.values()].flatMap(({ design }) => (design === null ? [] : [design]))
const worldOf = (design: Design, seed: number): World =>
  assemble(design.document, { kinds: SERVICES, invariants: INVARIANTS, seed, switches: design.switches })

/** How a run is moved on; none of them may make a difference. */
const WAYS: Record<string, (world: World, until: Nanos) => void> = {
  'once more': (world, until) => void world.runUntil(until),
  'event by event': inBatches(1),
  'in batches of 10,000 events': inBatches(10_000),
  'looked at all the time': (world, until) => {
    world.parts.recorder.flights = new FlightSampler(100)
    for (let look = 1; look <= LOOKS; look++) {
      world.runUntil(Math.round((until * look) / LOOKS))
      for (const behaviour of world.parts.behaviours.values()) JSON.stringify(behaviour.inspect())
      world.parts.recorder.flights.drain()
      world.parts.timeline.drain()
      summarize(world)
    }
  },
}

function inBatches(limit: number): (world: World, until: Nanos) => void {
  return (world, until) => {
    while (!world.runUntil(until, limit));
  }
}

describe.each(runnable.map((design) => [design.slug, design] as const))('%s', (_slug, design) => {
  const straightRuns = new Map<number, { digest: string; events: number }>()
  const straightRun = (seed: number) => {
    const known = straightRuns.get(seed)
    if (known !== undefined) return known
    const world = worldOf(design, seed)
    world.runUntil(s(SECONDS))
    const run = { digest: world.digest(), events: world.events }
    straightRuns.set(seed, run)
    return run
  }
  test.each(Object.entries(WAYS))('is the same run %s', { timeout: 3_600_000 }, (_name, move) => {
    for (const seed of SEEDS) {
      const straight = straightRun(seed)
      const moved = worldOf(design, seed)
      move(moved, s(SECONDS))
      if (moved.digest() === straight.digest) continue
      const make = () => worldOf(design, seed)
      const parted = firstDifference(make, make, straight.events)
      expect.fail(
        `seed ${seed}: ${JSON.stringify(parted ?? 'the same when run anew: it was moving it that changed it')}`,
      )
    }
  })
})

test(
  'where two runs part is told by the event: a limit that is lower makes no difference before it is reached',
  { timeout: 60_000 },
  () => {
    const design = DESIGNS.get('rate-limiter')!.design!
    const limited = structuredClone(design.document)
    for (const node of Object.values(limited.nodes)) if (node.kind === 'rate-limiter') node.params.limit = 3
    const a = () => worldOf(design, 1)
    const b = () => worldOf({ ...design, document: limited }, 1)
    const whole = a()
    whole.runUntil(s(SECONDS))
    const parted = firstDifference(a, b, whole.events)
    expect(parted).not.toBeNull()
    expect(parted!.sameEvents).toBeGreaterThan(50)
    expect(parted!.sameEvents).toBeLessThan(whole.events)
    expect(parted!.nextOfA).not.toBe(parted!.nextOfB)
    expect(firstDifference(a, a, whole.events)).toBeNull()
  },
)
