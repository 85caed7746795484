import { describe, test } from 'vitest'
import { documentOf } from '../documents.bed.ts'
import {
  blockedShare,
  numberInFiniteRoom,
  waitOfGeneralWork,
  waitOfManyServers,
  waitsByPriority,
} from './formulas.bed.ts'
import { LONG, RATE_OF_ONE, chain, expectNear, patientClient, pooledRun, station } from './pooled-run.bed.ts'

const UTILIZATION = 0.8
const SERVICE_SECONDS = 1 / RATE_OF_ONE
const TIMEOUT_MS = 3_600_000

/** A queue with `workers`, loaded to `utilization`, in an ordinary document. */
const queue = (params: Parameters<typeof station>[0], utilization = UTILIZATION) => {
  const ratePerSecond = utilization * RATE_OF_ONE * Number(params.workers)
  return {
    document: chain({ users: patientClient({ ratePerSecond }), app: station(params) }),
    ratePerSecond,
  }
}

describe('ordinary nodes in an ordinary document behave as theory says:', () => {
  type System = [name: string, workers: number, variation: number, utilization: number, customersEach: number]
  const sample: System[] = [
    ['M/M/1', 1, 1, 0.8, 250_000],
    ['M/M/4', 4, 1, 0.8, 150_000],
    ['M/D/1', 1, 0, 0.8, 150_000],
  ]
  const whole: System[] = [
    ...[1, 2, 4, 8, 16].map((workers): System => [`M/M/${workers}`, workers, 1, 0.8, 1e6]),
    ['M/D/1', 1, 0, 0.8, 1e6],
    ['M/G/1 of variation 1/2', 1, 0.5, 0.8, 1e6],
    ['M/G/1 of variation 4', 1, 4, 0.8, 1e6],
    ['M/M/1 at 0.9', 1, 1, 0.9, 1e7],
    ['M/M/4 at 0.9', 4, 1, 0.9, 1e7],
  ]
  test.each(LONG ? whole : sample)(
    '%s',
    { timeout: TIMEOUT_MS },
    (_name, workers, variation, utilization, customersEach) => {
      const { document, ratePerSecond } = queue({ workers, variation }, utilization)
      const seen = pooledRun(document, ratePerSecond, customersEach)
      const within = utilization > 0.8 ? 0.05 : 0.02
      const waits =
        workers === 1 ? waitOfGeneralWork(utilization, variation) : waitOfManyServers(workers, utilization)
      const { app } = seen.stations
      expectNear(app.waitSeconds, waits * SERVICE_SECONDS, within)
      expectNear(seen.latencySeconds, (waits + 1) * SERVICE_SECONDS, within)
      expectNear(app.busy, utilization * workers, within)
      expectNear(app.inFlight, seen.throughput * seen.latencySeconds, within) // Little
    },
  )

  test('M/M/1/K turns away whom it has no room for', { timeout: TIMEOUT_MS }, () => {
    const room = 6
    const { document, ratePerSecond } = queue({ workers: 1, queueLimit: room - 1 })
    const seen = pooledRun(document, ratePerSecond, LONG ? 1e6 : 100_000)
    expectNear(seen.failedShare, blockedShare(UTILIZATION, room))
    expectNear(seen.stations.app.inFlight, numberInFiniteRoom(UTILIZATION, room))
  })

  test('processor sharing takes as long as M/M/1, however the work varies', { timeout: TIMEOUT_MS }, () => {
    for (const variation of LONG ? [0, 1, 4] : [4]) {
      const { document, ratePerSecond } = queue({ workers: 1, discipline: 'sharing', variation })
      const seen = pooledRun(document, ratePerSecond, LONG ? 1e6 : 150_000)
      expectNear(seen.latencySeconds, SERVICE_SECONDS / (1 - UTILIZATION))
      expectNear(seen.stations.app.busy, UTILIZATION)
    }
  })

  test('a priority queue lets the urgent wait less and the others more', { timeout: TIMEOUT_MS }, () => {
    const loads = [0.3, 0.5]
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
    const seen = pooledRun(document, UTILIZATION * RATE_OF_ONE, LONG ? 1e6 : 150_000)
    const [urgent, patient] = waitsByPriority(loads)
    expectNear(seen.latencySecondsOf.urgent, (urgent + 1) * SERVICE_SECONDS)
    expectNear(seen.latencySecondsOf.patient, (patient + 1) * SERVICE_SECONDS)
  })
})
