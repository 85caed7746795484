import type { Nanos } from '../lib/units.ts'
import { FLIGHT_FIELDS, FLIGHT_OUTCOMES, FlightSampler } from '../run/flight-sampler.ts'
import type { World } from '../run/world.ts'

/** Above this share of failed or lost messages the page draws an edge as failing. */
const FAILING_SHARE = 0.05
const MOST_MESSAGES = 1_000_000
const [FAILED, LOST] = [FLIGHT_OUTCOMES.indexOf('failed'), FLIGHT_OUTCOMES.indexOf('lost')]

/** Runs on for a while, and says on which edges more failed than a run in which nothing is wrong may show. */
export function failingEdges(world: World, during: Nanos): string[] {
  const sampler = new FlightSampler(MOST_MESSAGES)
  world.parts.recorder.flights = sampler
  world.runUntil(world.now + during)
  const { flights } = sampler.drain()
  return world.parts.links.flatMap((link) => {
    let [sent, answered, bad] = [0, 0, 0]
    for (let at = 0; at < flights.length; at += FLIGHT_FIELDS) {
      if (flights[at] !== link.index) continue
      if (flights[at + 1] === 0) sent++
      else answered++
      if (flights[at + 2] === FAILED || flights[at + 2] === LOST) bad++
    }
    const share = bad / Math.max(1, sent, answered)
    return share > FAILING_SHARE ? [`${link.from.id} to ${link.to.id}: ${Math.round(share * 100)} %`] : []
  })
}
