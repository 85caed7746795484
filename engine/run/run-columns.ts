import { SECOND, type Nanos } from '../lib/units.ts'
import { FAILURES } from '../schema/failures.ts'
import { growth, type Reader } from './timeline.ts'
import type { RunRecorder } from './run-recorder.ts'

const SHARES = [0.5, 0.95, 0.99, 0.999]
const SHARE_NAMES = ['p50', 'p95', 'p99', 'p999']

/** What every design shows: load, goodput, errors by cause, and percentiles of the last readings. */
export function runColumns(recorder: RunRecorder): Reader[] {
  return [
    rate('offered', 'Offered load', () => recorder.offered),
    rate('completed', 'Completed', () => recorder.succeeded),
    rate('goodput', 'Goodput', () => recorder.goodput),
    rate('rejected', 'Rejected', () => recorder.rejected),
    rate('failed', 'Failed', () => recorder.failed),
    ...quantiles(recorder),
    ...Object.entries(FAILURES).map(([code, { title }]) =>
      rate(`failure:${code}`, title, () => recorder.failures.get(code) ?? 0),
    ),
  ]
}

function rate(metric: string, title: string, total: () => number): Reader {
  const grown = growth(total)
  const read = (intervalNanos: Nanos) => (grown() * SECOND) / intervalNanos
  return { id: `run.${metric}`, of: 'run', metric, title, unit: 'requests/s', read }
}

function quantiles(recorder: RunRecorder): Reader[] {
  let readings: number[] = []
  return SHARE_NAMES.map((metric, i) => ({
    id: `run.${metric}`,
    of: 'run',
    metric,
    title: `${metric === 'p999' ? 'p99.9' : metric} latency`,
    unit: 'ns',
    read: () => {
      if (i === 0) readings = recorder.recent.read(SHARES)
      return readings[i]
    },
  }))
}
