import type { Nanos } from '../lib/units.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { ServiceBehaviour } from '../services/service-behaviour.ts'
import { nodeColumns } from './node-columns.ts'
import type { RunRecorder } from './run-recorder.ts'
import { runColumns } from './run-columns.ts'

/** One line of a chart: where its numbers come from and what they mean. */
export interface Column {
  /** `run.goodput`, `cache-1.hitRate`. */
  id: string
  /** Node id, or `run`. */
  of: string
  metric: string
  title: string
  /** `requests/s`, `ns`, `%` (as a share from 0 to 1), `entries`… */
  unit: string
}

/** A column with how to take its reading for the interval that just ended. Readings that do not exist are NaN. */
export interface Reader extends Column {
  read(intervalNanos: Nanos): number
}

export interface TimelineSource {
  kernel: Kernel
  recorder: RunRecorder
  behaviours: ReadonlyMap<string, ServiceBehaviour>
}

/**
 * Readings of everything at fixed instants of simulated time, so that a chart is the same at any speed and in any engine.
 * A row is one Float64Array: the instant first, then one number a column.
 */
export class Timeline {
  nextAt: Nanos
  readonly columns: readonly Column[]
  readonly #readers: readonly Reader[]
  readonly #recorder: RunRecorder
  #rows: Float64Array[] = []

  constructor(
    source: TimelineSource,
    readonly intervalNanos: Nanos,
  ) {
    this.nextAt = intervalNanos
    this.#recorder = source.recorder
    this.#readers = [
      ...runColumns(source.recorder),
      ...source.recorder.checks.readers(),
      ...[...source.behaviours.values()].flatMap(nodeColumns),
    ]
    this.columns = this.#readers.map(({ id, of, metric, title, unit }) => ({ id, of, metric, title, unit }))
  }

  /** Takes the reading due at `now`. */
  take(now: Nanos): void {
    const row = new Float64Array(this.#readers.length + 1)
    row[0] = now
    for (let i = 0; i < this.#readers.length; i++) row[i + 1] = this.#readers[i].read(this.intervalNanos)
    this.#recorder.recent.advance()
    this.#rows.push(row)
    this.nextAt = now + this.intervalNanos
  }

  /** The rows since the last call. */
  drain(): Float64Array[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }
}

/** How much a running total has grown since it was last asked. */
export function growth(total: () => number): () => number {
  let before = 0
  return () => {
    const now = total()
    const grown = now - before
    before = now
    return grown
  }
}
