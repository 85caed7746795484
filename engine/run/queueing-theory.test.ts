import { describe, expect, test } from 'vitest'
import { SECOND } from '../lib/units.ts'
import type { Document } from '../schema/document.ts'
import type { ParameterValue } from '../schema/parameter.ts'
import { assemble } from './assemble.ts'
import { documentOf } from './documents.bed.ts'
import { SERVICES } from '../services/catalogue.ts'

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8]
const WITHIN = 0.02
const FOR_EVER = { deadlineMs: 1e9, timeoutMs: 1e9 }
/** One server finishes so many a second: mean work of a millisecond. */
const RATE_OF_ONE = 1000
/** Readings for charts are of no interest here. */
const READING_NANOS = 1000 * SECOND
/** Customers of each seed in the long run of the suite. */
const LONG = process.env.BREAKWATER_LONG === '1' ? 1_000_000 : null
const UTILIZATION = 0.8

/** Patient clients, a service with `workers` and endless room, and no network in between. */
function queue(workers: number, variation: number): Document {
  return documentOf(
    {
      users: {
        kind: 'client',
        ratePerSecond: UTILIZATION * RATE_OF_ONE * workers,
        keys: 1,
        users: 1,
        ...FOR_EVER,
      },
      app: {
        kind: 'service',
        workers,
        variation,
        serviceMs: 1000 / RATE_OF_ONE,
        queueLimit: 1e9,
      } satisfies Record<string, ParameterValue>,
    },
    [['users.out>app', 0]],
  )
}

/** Means over all customers of eight runs, after a start that is left out. */
function measure(document: Document, customersEach: number) {
  const rate = document.nodes.users.params.ratePerSecond as number
  const warmUp = Math.round((0.02 * customersEach * SECOND) / rate)
  const pooled = { customers: 0, latency: 0, wait: 0, inFlight: 0, busy: 0, nanos: 0 }
  for (const seed of SEEDS) {
    const world = assemble(document, { kinds: SERVICES, seed, readingNanos: READING_NANOS })
    const { recorder } = world.parts
    const { node } = world.behaviour('app')
    const station = node.stations.get('workers')!
    const read = () => {
      station.settle()
      node.meter.settle()
      return {
        customers: recorder.succeeded,
        latency: recorder.latency.sum,
        wait: station.waitNanos,
        inFlight: node.meter.inFlightNanos,
        busy: station.busyNanos,
        nanos: world.now,
      }
    }
    world.runUntil(warmUp)
    const before = read()
    world.runUntil(warmUp + Math.round((customersEach * SECOND) / rate))
    const after = read()
    for (const name of Object.keys(pooled) as (keyof typeof pooled)[])
      pooled[name] += after[name] - before[name]
  }
  const { customers, latency, wait, inFlight, busy, nanos } = pooled
  return {
    arrivalRate: (customers * SECOND) / nanos,
    latencySeconds: latency / customers / SECOND,
    waitSeconds: wait / customers / SECOND,
    inFlight: inFlight / nanos,
    busy: busy / nanos,
  }
}

/** The probability that a customer of M/M/c has to wait. Erlang (1917). */
function erlangC(servers: number, offered: number): number {
  let blocked = 1
  for (let n = 1; n <= servers; n++) blocked = (offered * blocked) / (n + offered * blocked)
  return blocked / (1 - (offered / servers) * (1 - blocked))
}

const expectNear = (measured: number, theory: number): void =>
  expect(Math.abs(measured / theory - 1), `${measured} against ${theory}`).toBeLessThan(WITHIN)

const SERVICE_SECONDS = 1 / RATE_OF_ONE

describe('ordinary nodes in an ordinary document behave as theory says:', () => {
  const systems: [name: string, workers: number, variation: number, customersOfEachSeed: number][] = [
    ['M/M/1', 1, 1, 400_000],
    ['M/M/4', 4, 1, 200_000],
    ['M/D/1', 1, 0, 300_000],
  ]
  const more: typeof systems = [
    ['M/M/2', 2, 1, 1_000_000],
    ['M/M/8', 8, 1, 1_000_000],
    ['M/M/16', 16, 1, 1_000_000],
    ['M/G/1 of variation 1/2', 1, 0.5, 1_000_000],
    ['M/G/1 of variation 4', 1, 4, 1_000_000],
  ]
  test.each(LONG === null ? systems : [...systems, ...more])(
    '%s',
    (_name, workers, variation, customers) => {
      const seen = measure(queue(workers, variation), LONG ?? customers)
      const offered = UTILIZATION * workers
      const waitTheory =
        workers === 1
          ? (UTILIZATION / (1 - UTILIZATION)) * ((1 + variation) / 2) * SERVICE_SECONDS // Pollaczek and Khinchine
          : (erlangC(workers, offered) / (workers * (1 - UTILIZATION))) * SERVICE_SECONDS
      expectNear(seen.waitSeconds, waitTheory)
      expectNear(seen.latencySeconds, waitTheory + SERVICE_SECONDS)
      expectNear(seen.busy, offered)
      expectNear(seen.inFlight, seen.arrivalRate * seen.latencySeconds) // Little
    },
    600_000,
  )
})
