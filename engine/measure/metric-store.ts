import { Histogram } from './histogram.ts'
import type { Metrics } from './metric.ts'
import { SlidingQuantiles } from './sliding-quantiles.ts'

/** Samples' live percentiles look back over this many readings. */
const RECENT_SLOTS = 20

/** The values of one node's own metrics since the run began, and recent samples for the live readouts. */
export class MetricStore {
  readonly counters: Record<string, number> = {}
  readonly gauges: Record<string, number> = {}
  readonly samples: Record<string, Histogram> = {}
  readonly recent: Record<string, SlidingQuantiles> = {}

  constructor(readonly declared: Metrics) {
    for (const [name, metric] of Object.entries(declared)) {
      if (metric.type === 'counter') this.counters[name] = 0
      else if (metric.type === 'gauge') this.gauges[name] = 0
      else if (metric.type === 'sample') {
        this.samples[name] = new Histogram()
        this.recent[name] = new SlidingQuantiles(RECENT_SLOTS)
      }
    }
  }

  /** A process that has just begun has nothing of what its predecessor had in memory. */
  clearGauges(): void {
    for (const name in this.gauges) this.gauges[name] = 0
  }

  observe(name: string, value: number): void {
    this.samples[name].record(value)
    this.recent[name].record(value)
  }
}
