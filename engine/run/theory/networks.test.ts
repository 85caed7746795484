import { describe, test } from 'vitest'
import { closedNetwork } from './formulas.bed.ts'
import {
  LONG,
  RATE_OF_ONE,
  chain,
  expectNear,
  loadsOf,
  patientClient,
  pooledRun,
  station,
  withinAt,
} from './pooled-run.bed.ts'

const TIMEOUT_MS = 3_600_000

describe('networks of ordinary nodes behave as theory says:', () => {
  test.each(loadsOf(120_000))(
    'queues in a row, the first at %d, each see Poisson arrivals (Burke 1956)',
    { timeout: TIMEOUT_MS },
    (utilizationOfFirst, customersEach) => {
      const ratePerSecond = utilizationOfFirst * RATE_OF_ONE
      const works = { first: 1, second: 0.75, third: 0.5 }
      const document = chain({
        users: patientClient({ ratePerSecond }),
        ...Object.fromEntries(
          Object.entries(works).map(([id, serviceMs]) => [id, station({ workers: 1, serviceMs })]),
        ),
      })
      const seen = pooledRun(document, ratePerSecond, customersEach)
      const within = withinAt(utilizationOfFirst)
      let latency = 0
      for (const [id, serviceMs] of Object.entries(works)) {
        const utilization = (serviceMs / 1000) * ratePerSecond
        const wait = (utilization / (1 - utilization)) * (serviceMs / 1000)
        expectNear(seen.stations[id].waitSeconds, wait, LONG ? within : 0.03)
        latency += wait + serviceMs / 1000
      }
      expectNear(seen.latencySeconds, latency, within)
    },
  )

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
