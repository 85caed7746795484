import type { FailureCode } from '../kernel/call.ts'
import type { Station } from '../kernel/station.ts'
import { toMs, toSeconds } from '../lib/units.ts'
import type { Histogram } from '../measure/histogram.ts'
import type { Metric } from '../measure/metric.ts'
import type { ServiceBehaviour } from '../services/service-behaviour.ts'
import type { CheckVerdict } from './check-runner.ts'
import { judgeSlos, type SloVerdict } from './judge-slos.ts'
import type { World } from './world.ts'

/** What a run came to, as the headless runner prints it. */
export interface RunSummary {
  events: number
  digest: string
  untilSeconds: number
  requests: { offered: number; completed: number; failed: number; goodput: number }
  failures: Record<FailureCode, number>
  latencyMs: LatencyMs
  nodes: Record<string, NodeSummary>
  slos: SloVerdict[]
  checks: CheckVerdict[]
}
export interface LatencyMs {
  mean: number
  p50: number
  p90: number
  p95: number
  p99: number
  p999: number
  max: number
}
export interface NodeSummary {
  kind: string
  utilization: number
  queue: { mean: number; max: number }
  waitMs: { mean: number }
  metrics: Record<string, number | null>
}

/** Reads everything off a run. */
export function summarize(world: World): RunSummary {
  const { recorder, behaviours, checks } = world.parts
  const nodes = Object.fromEntries(
    [...behaviours].map(([id, behaviour]) => [id, summarizeNode(behaviour, world.now)]),
  )
  return {
    events: world.events,
    digest: world.digest(),
    untilSeconds: toSeconds(world.now),
    requests: {
      offered: recorder.offered,
      completed: recorder.succeeded,
      failed: recorder.failed + recorder.rejected,
      goodput: recorder.goodput,
    },
    failures: Object.fromEntries(recorder.failures),
    latencyMs: latencyMs(recorder.latency),
    nodes,
    slos: judgeSlos(world.parts.graph.document, recorder),
    checks: checks.verdicts(),
  }
}

function latencyMs(histogram: Histogram): LatencyMs {
  const at = (share: number) => (histogram.count === 0 ? 0 : toMs(histogram.quantile(share)))
  const mean = histogram.count === 0 ? 0 : toMs(histogram.mean)
  return { mean, p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), p999: at(0.999), max: at(1) }
}

function summarizeNode({ node, spec, context }: ServiceBehaviour, now: number): NodeSummary {
  const stations = [...node.stations.values()]
  for (const station of stations) station.settle()
  const sum = (read: (station: Station) => number) =>
    stations.reduce((total, station) => total + read(station), 0)
  const started = sum((station) => station.started)
  const busiest = Math.max(
    0,
    ...stations.map((station) => station.busyNanos / (station.options.servers * Math.max(1, now))),
  )
  return {
    kind: spec.kind,
    utilization: busiest,
    queue: {
      mean: sum((station) => station.queueNanos) / Math.max(1, now),
      max: Math.max(0, ...stations.map((s) => s.queueMax)),
    },
    waitMs: { mean: started === 0 ? 0 : toMs(sum((station) => station.waitNanos) / started) },
    metrics: Object.fromEntries(
      Object.entries(spec.metrics as Record<string, Metric>).flatMap(([name, metric]) =>
        metricValues(context.metrics, name, metric),
      ),
    ),
  }
}

function metricValues(
  store: ServiceBehaviour['context']['metrics'],
  name: string,
  metric: Metric,
): [string, number | null][] {
  switch (metric.type) {
    case 'counter':
      return [[name, store.counters[name]]]
    case 'gauge':
      return [[name, store.gauges[name]]]
    case 'ratio': {
      const sum = (names: readonly string[]) => names.reduce((total, each) => total + store.counters[each], 0)
      const over = sum(metric.over)
      return [[name, over === 0 ? null : sum(metric.of) / over]]
    }
    case 'sample': {
      const histogram = store.samples[name].all
      if (histogram.count === 0) return [[`${name}.count`, 0]]
      return [
        [`${name}.count`, histogram.count],
        [`${name}.mean`, histogram.mean],
        [`${name}.p50`, histogram.quantile(0.5)],
        [`${name}.p99`, histogram.quantile(0.99)],
        [`${name}.max`, histogram.max],
      ]
    }
  }
}
