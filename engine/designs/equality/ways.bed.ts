import type { Nanos } from '../../lib/units.ts'
import { FlightSampler } from '../../run/flight-sampler.ts'
import { summarize } from '../../run/summarize.ts'
import type { World } from '../../run/world.ts'

/** How a run is moved on to an instant. */
export type Move = (world: World, until: Nanos) => void

const LOOKS = 20

/** Ways to move a run on; none of them may make a difference. How the page paces one is tried beside what paces it, in workers/. */
export const WAYS = {
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
} satisfies Record<string, Move>

function inBatches(limit: number): Move {
  return (world, until) => {
    while (!world.runUntil(until, limit));
  }
}
