import { describe, expect, test } from 'vitest'
import { DESIGNS } from '../engine/designs/catalogue.ts'
import { mismatch } from '../engine/designs/equality/mismatch.bed.ts'
import { straightDigests } from '../engine/designs/equality/straight-digests.bed.ts'
import type { Move } from '../engine/designs/equality/ways.bed.ts'
import { worldOf } from '../engine/designs/equality/world-of.bed.ts'
import { s } from '../engine/lib/units.ts'
import type { World } from '../engine/run/world.ts'
import { handClock } from './hand-clock.bed.ts'
import { Lane } from './lane.ts'
import { PacedRun } from './paced-run.ts'

const LONG = process.env.BREAKWATER_LONG === '1'
const SEEDS = Array.from({ length: LONG ? 100 : 2 }, (_, i) => i + 1)
const UNTIL = s(LONG ? 4 : 1)

interface Pacing {
  speed: number
  batch: number
  /** Frames are written, dots sampled, and the insides of all nodes shown in turn. */
  watched: boolean
  /** How slow the engine is: what the clock goes on by whenever it is looked at. */
  perReadMs: number
}

const PACINGS: readonly Pacing[] = [
  { speed: 0.1, batch: 1, watched: false, perReadMs: 0.01 },
  { speed: 1, batch: 500, watched: true, perReadMs: 0.01 },
  { speed: 10, batch: 3, watched: true, perReadMs: 0.3 }, // which it cannot keep up with
  { speed: Infinity, batch: 1, watched: true, perReadMs: 0.01 },
  { speed: Infinity, batch: 10_000, watched: false, perReadMs: 1 },
]

/** Moves a run as the simulation worker does. */
function paced({ speed, batch, watched, perReadMs }: Pacing): Move {
  return (world, until) => {
    const { clock, pass } = handClock(perReadMs)
    const lane = new Lane(world)
    lane.watchFlights(watched ? 96 : 0)
    const run = new PacedRun({ worlds: [world], clock, batch })
    const nodes = [...world.parts.behaviours.keys()]
    run.play(speed, until)
    for (let turn = 0; run.playing; turn++) {
      const rest = run.turn()
      if (rest < Infinity) pass(rest)
      if (watched) lane.frame({ status: true, inspect: nodes[turn % nodes.length] })
    }
  }
}

const runnable = [...DESIGNS.values()].flatMap(({ design }) => (design === null ? [] : [design]))

describe.each(runnable.map((design) => [design.slug, design] as const))('%s', (_slug, design) => {
  const straightDigest = straightDigests((seed) => worldOf(design, seed), UNTIL)
  test.each(PACINGS)('is the same run at %o', { timeout: 3_600_000 }, (pacing) => {
    for (const seed of SEEDS) {
      const told = mismatch(() => worldOf(design, seed), paced(pacing), UNTIL, straightDigest(seed))
      expect(told, `seed ${seed}`).toBeNull()
    }
  })
})

test('where a paced run parts from the straight one, the event is named', () => {
  const make = (): World => {
    const world = worldOf(DESIGNS.get('rate-limiter')!.design!, 1)
    for (const behaviour of world.parts.behaviours.values()) {
      if (behaviour.spec.kind !== 'rate-limiter') continue
      behaviour.inspect = () => {
        behaviour.setChecked('limit', 3) // planted: whoever looks changes something
        return null
      }
    }
    return world
  }
  const told = (pacing: Pacing) => mismatch(make, paced(pacing), s(1), straightDigests(make, s(1))(1))
  expect(PACINGS.map((pacing) => told(pacing) !== null)).toEqual(PACINGS.map(({ watched }) => watched))
  const [, straight, moved] = /^The first \d+ events are .+ through, (.+\.) Moved so, (.+\.)$/.exec(
    told(PACINGS[1])!,
  )!
  expect(straight).not.toBe(moved)
})
