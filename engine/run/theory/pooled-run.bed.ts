import { expect } from 'vitest'
import { SECOND } from '../../lib/units.ts'
import type { Document } from '../../schema/document.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { bundled } from '../../designs/bundled.bed.ts'
import { documentOf } from '../documents.bed.ts'
import type { World } from '../world.ts'

const { INVARIANTS, SERVICES, assemble } = bundled
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8]
/** Readings for charts are of no interest here. */
const READING_NANOS = 1000 * SECOND
const WARM_UP = 0.02
export const LONG = process.env.BREAKWATER_LONG === '1'

/** One server finishes so many a second: mean work of a millisecond. */
export const RATE_OF_ONE = 1000
const FOR_EVER = { deadlineMs: 1e9, timeoutMs: 1e9 }

type Params = Record<string, ParameterValue>
type NodeParams = Params & { kind: string }

/** People who wait as long as it takes. */
export const patientClient = (params: Params): NodeParams => ({
  kind: 'client',
  keys: 1,
  users: 1,
  ...FOR_EVER,
  ...params,
})
/** A service of mean work of a millisecond and endless room. */
export const station = (params: Params): NodeParams => ({
  kind: 'service',
  serviceMs: 1000 / RATE_OF_ONE,
  queueLimit: 1e9,
  ...params,
})
/** Nodes in a row, with no network in between. */
export const chain = (nodes: Record<string, NodeParams>): Document => {
  const ids = Object.keys(nodes)
  return documentOf(
    nodes,
    ids.slice(1).map((id, i) => [`${ids[i]}.${i === 0 ? 'out' : 'next'}>${id}`, 0]),
  )
}

/** What was measured at a node that is a station of workers. */
export interface StationSeen {
  waitSeconds: number
  busy: number
  /** Mean number in the node, waiting, served or waiting for others. */
  inFlight: number
  /** Sum over answered calls of the time from arrival to answer, a second: Little's law says that it is `inFlight`. */
  residence: number
}
export interface Seen {
  /** Answered well, a second. */
  throughput: number
  latencySeconds: number
  /** Of all that was asked. */
  failedShare: number
  latencySecondsOf: Record<string, number>
  stations: Record<string, StationSeen>
}

/** Runs eight seeds of about so many customers each, and pools what they saw after a start that is left out. */
export function pooledRun(document: Document, ratePerSecond: number, customersEach: number): Seen {
  const warmUp = Math.round((WARM_UP * customersEach * SECOND) / ratePerSecond)
  const until = warmUp + Math.round((customersEach * SECOND) / ratePerSecond)
  const pooled: Record<string, number> = {}
  for (const seed of SEEDS) {
    const world = assemble(document, {
      kinds: SERVICES,
      invariants: INVARIANTS,
      seed,
      readingNanos: READING_NANOS,
    })
    world.runUntil(warmUp)
    const before = sums(world)
    world.runUntil(until)
    for (const [name, after] of Object.entries(sums(world)))
      pooled[name] = (pooled[name] ?? 0) + after - (before[name] ?? 0)
  }
  return means(document, pooled)
}

/** Everything that adds up, from the start of the run, in nanoseconds and customers. */
function sums(world: World): Record<string, number> {
  const { recorder, behaviours } = world.parts
  const sum: Record<string, number> = {
    nanos: world.now,
    succeeded: recorder.succeeded,
    failed: recorder.failed + recorder.rejected,
    latency: recorder.latency.sum,
  }
  for (const [client, { latency }] of recorder.seen) {
    sum[`${client} latency`] = latency.sum
    sum[`${client} succeeded`] = latency.count
  }
  for (const [id, { node }] of behaviours) {
    const workers = node.stations.get('workers')
    if (workers === undefined) continue
    workers.settle()
    node.meter.settle()
    sum[`${id} wait`] = workers.waitNanos
    sum[`${id} started`] = workers.started
    sum[`${id} busy`] = workers.busyNanos
    sum[`${id} inFlight`] = node.meter.inFlightNanos
    sum[`${id} residence`] = node.meter.residenceNanos
  }
  return sum
}

function means(document: Document, sum: Record<string, number>): Seen {
  const ids = Object.keys(document.nodes)
  const stations = ids.filter((id) => sum[`${id} started`] !== undefined)
  const clients = ids.filter((id) => sum[`${id} succeeded`] !== undefined)
  return {
    throughput: (sum.succeeded * SECOND) / sum.nanos,
    latencySeconds: sum.latency / sum.succeeded / SECOND,
    failedShare: sum.failed / (sum.failed + sum.succeeded),
    latencySecondsOf: Object.fromEntries(
      clients.map((id) => [id, sum[`${id} latency`] / sum[`${id} succeeded`] / SECOND]),
    ),
    stations: Object.fromEntries(
      stations.map((id) => [
        id,
        {
          waitSeconds: sum[`${id} wait`] / sum[`${id} started`] / SECOND,
          busy: sum[`${id} busy`] / sum.nanos,
          inFlight: sum[`${id} inFlight`] / sum.nanos,
          residence: sum[`${id} residence`] / sum.nanos,
        },
      ]),
    ),
  }
}

/** How busy the servers are, and how many customers each seed brings. */
export type Load = [utilization: number, customersEach: number]
/** The loads of the long run, of which the second forgets so slowly that it takes ten times as many; else a sample of the first. */
export const loadsOf = (sampleEach: number): Load[] =>
  LONG
    ? [
        [0.8, 1e6],
        [0.9, 1e7],
      ]
    : [[0.8, sampleEach]]
/** How near theory is at this load. */
export const withinAt = (utilization: number): number => (utilization > 0.8 ? 0.05 : 0.02)

/** Within two percent, unless told. */
export const expectNear = (measured: number, theory: number, within = 0.02): void =>
  expect(Math.abs(measured / theory - 1), `${measured} against ${theory}`).toBeLessThan(within)
