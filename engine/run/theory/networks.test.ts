import { describe, expect, test } from 'vitest'
import { INVARIANTS } from '../../checks/catalogue.ts'
import { DESIGNS } from '../../designs/catalogue.ts'
import { s } from '../../lib/units.ts'
import { SERVICES } from '../../services/catalogue.ts'
import { assemble } from '../assemble.ts'
import { closedNetwork } from './formulas.bed.ts'
import { LONG, RATE_OF_ONE, chain, expectNear, patientClient, pooledRun, station } from './pooled-run.bed.ts'

const TIMEOUT_MS = 3_600_000

describe('networks of ordinary nodes behave as theory says:', () => {
  test('queues in a row each see Poisson arrivals (Burke 1956)', { timeout: TIMEOUT_MS }, () => {
    const ratePerSecond = 0.8 * RATE_OF_ONE
    const works = { first: 1, second: 0.75, third: 0.5 }
    const document = chain({
      users: patientClient({ ratePerSecond }),
      ...Object.fromEntries(
        Object.entries(works).map(([id, serviceMs]) => [id, station({ workers: 1, serviceMs })]),
      ),
    })
    const seen = pooledRun(document, ratePerSecond, LONG ? 1e6 : 120_000)
    let latency = 0
    for (const [id, serviceMs] of Object.entries(works)) {
      const utilization = (serviceMs / 1000) * ratePerSecond
      const wait = (utilization / (1 - utilization)) * (serviceMs / 1000)
      expectNear(seen.stations[id].waitSeconds, wait, LONG ? 0.02 : 0.03)
      latency += wait + serviceMs / 1000
    }
    expectNear(seen.latencySeconds, latency)
  })

  test.each(LONG ? [1, 4, 16, 64] : [4, 16])(
    'a closed network with %i users agrees with exact mean value analysis',
    { timeout: TIMEOUT_MS },
    (users) => {
      const works = [2, 3]
      const thinkMs = 30
      const document = chain({
        users: patientClient({ loop: 'closed', users, thinkMs }),
        app: station({ workers: 1, serviceMs: works[0] }),
        store: station({ workers: 1, serviceMs: works[1] }),
      })
      const { throughput, responseSeconds } = closedNetwork(
        users,
        thinkMs / 1000,
        works.map((work) => work / 1000),
      )
      const seen = pooledRun(document, throughput, LONG ? 1e6 : 60_000)
      expectNear(seen.throughput, throughput)
      expectNear(seen.latencySeconds, responseSeconds)
    },
  )
})

/** Too few to say anything about. */
const FEWEST = 500

describe('Little’s law holds at every node of', () => {
  const runnable = [...DESIGNS.values()].flatMap(({ design }) => (design === null ? [] : [design]))
  test.each(runnable.map((design) => [design.slug, design] as const))(
    '%s',
    { timeout: TIMEOUT_MS },
    (_slug, design) => {
      const seconds = LONG ? 120 : 4
      for (const seed of LONG ? [1, 2, 3, 4, 5, 6, 7, 8] : [1]) {
        const world = assemble(design.document, {
          kinds: SERVICES,
          invariants: INVARIANTS,
          seed,
          switches: design.switches,
        })
        world.runUntil(s(seconds))
        for (const [id, { node }] of world.parts.behaviours) {
          const { meter } = node
          meter.settle()
          if (meter.succeeded + meter.failed < FEWEST) continue
          // The mean number there, and arrivals times the mean time there: apart only by those who are still there.
          const stillThere = meter.inFlight * world.now
          expect(meter.inFlightNanos, id).toBeGreaterThanOrEqual(meter.residenceNanos * 0.999999)
          expect(meter.inFlightNanos, id).toBeLessThanOrEqual(meter.residenceNanos * 1.02 + stillThere)
        }
      }
    },
  )
})
