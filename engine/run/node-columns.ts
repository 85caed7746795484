import { SECOND, type Nanos } from '../lib/units.ts'
import type { NodeMeter } from '../kernel/node-meter.ts'
import type { Station } from '../kernel/station.ts'
import type { Metric } from '../measure/metric.ts'
import { FAILURES, type Failure, type FailureKind } from '../schema/failures.ts'
import type { ServiceBehaviour } from '../services/service-behaviour.ts'
import { growth, type Reader } from './timeline.ts'

type Read = (intervalNanos: Nanos) => number

/** What every node shows, and what its kind declares. */
export function nodeColumns(behaviour: ServiceBehaviour): Reader[] {
  const { node, spec } = behaviour
  const column = (metric: string, title: string, unit: string, read: Read): Reader => {
    return { id: `${node.id}.${metric}`, of: node.id, metric, title, unit, read }
  }
  const perSecond = (total: () => number): Read => {
    const grown = growth(total)
    return (interval) => (grown() * SECOND) / interval
  }
  const stations = [...node.stations.values()]
  return [
    column('status', 'Status', '', () => (node.up ? (node.paused ? 1 : node.slowness > 1 ? 3 : 2) : 0)),
    column(
      'rate',
      'Arrivals',
      'requests/s',
      perSecond(() => node.meter.arrivals),
    ),
    column(
      'failures',
      'Failures',
      'requests/s',
      perSecond(() => ended(node.meter, 'failed')),
    ),
    column(
      'turnedAway',
      'Turned away',
      'requests/s',
      perSecond(() => ended(node.meter, 'rejected')),
    ),
    column('inFlight', 'In flight', 'requests', () => node.meter.inFlight),
    column('utilization', 'Utilization', '%', utilization(stations)),
    column('queue', 'Queue', 'requests', queueLength(stations)),
    ...Object.entries(spec.metrics as Record<string, Metric>).map(([name, metric]) =>
      column(name, metric.title, unitOf(metric), ownMetric(behaviour, name, metric)),
    ),
  ]
}

/** How many requests ended in this way: breaking and turning away on purpose are different things. */
function ended(meter: NodeMeter, outcome: FailureKind['outcome']): number {
  if (meter.failed === 0) return 0 // as of most nodes most of the time
  let count = 0
  for (const [code, times] of meter.failures) {
    if ((FAILURES[code as Failure]?.outcome ?? 'failed') === outcome) count += times
  }
  return count
}

const unitOf = (metric: Metric): string => (metric.type === 'counter' ? `${metric.unit}/s` : metric.unit)

/** Busy share of the busiest station: the one that limits the node. */
function utilization(stations: readonly Station[]): Read {
  const busy = stations.map((station) =>
    growth(() => {
      station.settle()
      return station.busyNanos
    }),
  )
  return (interval) => {
    let highest = 0
    stations.forEach((station, i) => {
      highest = Math.max(highest, busy[i]() / (interval * station.options.servers))
    })
    return stations.length === 0 ? NaN : highest
  }
}

/** Mean number waiting over the interval, all stations together. */
function queueLength(stations: readonly Station[]): Read {
  const queued = stations.map((station) =>
    growth(() => {
      station.settle()
      return station.queueNanos
    }),
  )
  return (interval) => queued.reduce((sum, grown) => sum + grown(), 0) / interval
}

/** How many readings a share looks back on: of a handful of requests it would only tell their number. */
const LATELY = 10

/** By how much a total has grown over the latest readings. */
function lately(total: () => number): () => number {
  const before: number[] = [total()]
  return () => {
    const now = total()
    before.push(now)
    if (before.length > LATELY + 1) before.shift()
    return now - before[0]
  }
}

function ownMetric(behaviour: ServiceBehaviour, name: string, metric: Metric): Read {
  const { node } = behaviour
  const { metrics } = behaviour.context
  switch (metric.type) {
    case 'counter': {
      const grown = growth(() => metrics.counters[name])
      return (interval) => (grown() * SECOND) / interval
    }
    case 'gauge':
      // A dead process has no readings, whatever it was last heard to say.
      return () => (node.up ? metrics.gauges[name] : NaN)
    case 'sample':
      return () => {
        const { recent } = metrics.samples[name]
        const p99 = recent.readOne(0.99)
        recent.advance()
        return p99
      }
    case 'ratio': {
      const sum = (names: readonly string[]) =>
        lately(() => names.reduce((total, each) => total + metrics.counters[each], 0))
      const of = sum(metric.of)
      const over = sum(metric.over)
      return () => {
        const share = of()
        const whole = over()
        return whole === 0 ? NaN : share / whole
      }
    }
  }
}
