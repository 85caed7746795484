import { describe, test } from 'vitest'
import { documentOf } from '../documents.bed.ts'
import {
  blockedShare,
  numberInFiniteRoom,
  waitOfGeneralWork,
  waitOfManyServers,
  waitsByPriority,
} from './formulas.bed.ts'
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
  type Load,
} from './pooled-run.bed.ts'

const SERVICE_SECONDS = 1 / RATE_OF_ONE
const TIMEOUT_MS = 3_600_000

/** A queue with `workers`, loaded to `utilization`, in an ordinary document. */
const queue = (params: Parameters<typeof station>[0], utilization: number) => {
  const ratePerSecond = utilization * RATE_OF_ONE * Number(params.workers)
  return {
    document: chain({ users: patientClient({ ratePerSecond }), app: station(params) }),
    ratePerSecond,
  }
}

describe('ordinary nodes in an ordinary document behave as theory says:', () => {
  type System = [name: string, ...load: Load, workers: number, variation: number]
  const sample: System[] = [
    ['M/M/1', 0.8, 250_000, 1, 1],
    ['M/M/4', 0.8, 150_000, 4, 1],
    ['M/D/1', 0.8, 150_000, 1, 0],
  ]
  const named = loadsOf(0).flatMap((load): System[] => [
    ...[1, 2, 4, 8, 16].map((workers): System => [`M/M/${workers}`, ...load, workers, 1]),
    ['M/D/1', ...load, 1, 0],
    ['M/G/1 of variation 4', ...load, 1, 4],
  ])
  const whole: System[] = [...named, ['M/G/1 of variation 1/2', 0.8, 1e6, 1, 0.5]]
  test.each(LONG ? whole : sample)(
    '%s at %d',
    { timeout: TIMEOUT_MS },
    (_name, utilization, customersEach, workers, variation) => {
      const { document, ratePerSecond } = queue({ workers, variation }, utilization)
      const seen = pooledRun(document, ratePerSecond, customersEach)
      const within = withinAt(utilization)
      const waits =
        workers === 1 ? waitOfGeneralWork(utilization, variation) : waitOfManyServers(workers, utilization)
      const { app } = seen.stations
      expectNear(app.waitSeconds, waits * SERVICE_SECONDS, within)
      expectNear(seen.latencySeconds, (waits + 1) * SERVICE_SECONDS, within)
      expectNear(app.busy, utilization * workers, within)
      expectNear(app.inFlight, seen.throughput * seen.latencySeconds, within) // Little
    },
  )

  test.each(loadsOf(100_000))(
    'M/M/1/K at %d turns away whom it has no room for',
    { timeout: TIMEOUT_MS },
    (utilization, customersEach) => {
      const room = 6
      const { document, ratePerSecond } = queue({ workers: 1, queueLimit: room - 1 }, utilization)
      const seen = pooledRun(document, ratePerSecond, customersEach)
      const within = withinAt(utilization)
      expectNear(seen.failedShare, blockedShare(utilization, room), within)
      expectNear(seen.stations.app.inFlight, numberInFiniteRoom(utilization, room), within)
    },
  )

  type Sharing = [...load: Load, variation: number]
  const othersToo: Sharing[] = [0, 1].map((variation) => [0.8, 1e6, variation])
  test.each([...loadsOf(150_000).map((load): Sharing => [...load, 4]), ...(LONG ? othersToo : [])])(
    'processor sharing at %d takes as long as M/M/1, however the work varies: %d a seed, variation %d',
    { timeout: TIMEOUT_MS },
    (utilization, customersEach, variation) => {
      const { document, ratePerSecond } = queue({ workers: 1, discipline: 'sharing', variation }, utilization)
      const seen = pooledRun(document, ratePerSecond, customersEach)
      const within = withinAt(utilization)
      expectNear(seen.latencySeconds, SERVICE_SECONDS / (1 - utilization), within)
      expectNear(seen.stations.app.busy, utilization, within)
    },
  )

  test.each(loadsOf(150_000))(
    'a priority queue at %d lets the urgent wait less and the others more',
    { timeout: TIMEOUT_MS },
    (utilization, customersEach) => {
      const loads = [0.375 * utilization, 0.625 * utilization]
      const client = (load: number, priority: number) =>
        patientClient({ ratePerSecond: load * RATE_OF_ONE, priority })
      const document = documentOf(
        {
          urgent: client(loads[0], 1),
          patient: client(loads[1], 2),
          app: station({ workers: 1, discipline: 'priority' }),
        },
        [
          ['urgent.out>app', 0],
          ['patient.out>app', 0],
        ],
      )
      const seen = pooledRun(document, utilization * RATE_OF_ONE, customersEach)
      const [urgent, patient] = waitsByPriority(loads)
      const within = withinAt(utilization)
      expectNear(seen.latencySecondsOf.urgent, (urgent + 1) * SERVICE_SECONDS, within)
      expectNear(seen.latencySecondsOf.patient, (patient + 1) * SERVICE_SECONDS, within)
    },
  )
})
