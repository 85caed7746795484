import { Histogram } from './histogram.ts'
import type { Metrics } from './metric.ts'
import { SlidingQuantiles } from './sliding-quantiles.ts'

/** Samples' live percentiles look back over this many readings. */
const RECENT_SLOTS = 20

/** Measurements of one kind: all since the run began, and the recent ones for the live readouts. */
class Samples {
  readonly all = new Histogram()
  readonly recent = new SlidingQuantiles(RECENT_SLOTS)

  record(value: number): void {
    this.all.record(value)
    this.recent.record(value)
  }
}

/** The values of one node's own metrics since the run began. */
export class MetricStore {
  readonly counters: Record<string, number> = {}
  readonly gauges: Record<string, number> = {}
  readonly samples: Record<string, Samples> = {}

  constructor(readonly declared: Metrics) {
    for (const [name, metric] of Object.entries(declared)) {
      if (metric.type === 'counter') this.counters[name] = 0
      else if (metric.type === 'gauge') this.gauges[name] = 0
      else if (metric.type === 'sample') this.samples[name] = new Samples()
    }
  }

  /** A process that has just begun has nothing of what its predecessor had in memory. */
  clearGauges(): void {
    for (const name in this.gauges) this.gauges[name] = 0
  }

  observe(name: string, value: number): void {
    this.samples[name].record(value)
  }
}
