import type { Nanos } from '../lib/units.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { ServiceBehaviour } from '../services/service-behaviour.ts'
import { ColumnTable } from './column-table.ts'
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

/** A place of a row that has another column now; null when it has none. */
export interface ColumnChange {
  at: number
  column: Column | null
}

/**
 * Readings of everything at fixed instants of simulated time, so that a chart is the same at any speed and in any engine.
 * A row is one Float64Array: the instant first, then one number a column. When the graph is edited, columns come and go, and each
 * keeps its place in the row while it lasts.
 */
export class Timeline {
  nextAt: Nanos
  readonly #source: TimelineSource
  readonly #table = new ColumnTable()
  readonly #owned = new Map<object, Reader[]>()
  #rows: Float64Array[] = []

  constructor(
    source: TimelineSource,
    readonly intervalNanos: Nanos,
  ) {
    this.nextAt = intervalNanos
    this.#source = source
    for (const reader of runColumns(source.recorder)) this.#table.add(reader)
    this.adopt()
  }

  /** What is read of what is there. Unless the graph was edited, one a place of a row. */
  get columns(): Column[] {
    return this.places.filter((column) => column !== null)
  }

  /** What every place of a row stands for; null for one that is empty. */
  get places(): (Column | null)[] {
    return this.#table.slots.map(({ reader }) => (reader === null ? null : plain(reader)))
  }

  /** Numbers in a row. */
  get width(): number {
    return this.#table.slots.length + 1
  }

  /** The graph or its promises may have changed: takes in what is new, lets go of what is gone. */
  adopt(): void {
    const { behaviours, recorder } = this.#source
    const checks = recorder.checks.running
    const present = new Set<object>([checks, ...behaviours.values()])
    for (const [owner, readers] of this.#owned) {
      if (present.has(owner)) continue
      for (const reader of readers) this.#table.remove(reader)
      this.#owned.delete(owner)
    }
    if (!this.#owned.has(checks)) this.#own(checks, recorder.checks.readers())
    for (const behaviour of behaviours.values())
      if (!this.#owned.has(behaviour)) this.#own(behaviour, nodeColumns(behaviour))
  }

  /** Takes the reading due at `now`. */
  take(now: Nanos): void {
    const { slots } = this.#table
    const row = new Float64Array(slots.length + 1)
    row[0] = now
    for (let i = 0; i < slots.length; i++) row[i + 1] = slots[i].reader?.read(this.intervalNanos) ?? NaN
    this.#source.recorder.recent.advance()
    this.#rows.push(row)
    this.nextAt = now + this.intervalNanos
  }

  /** The rows since the last call. Those from before an edit may be shorter than those from after it. */
  drain(): Float64Array[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  /** Which places have other columns than at the last call. */
  drainChanges(): ColumnChange[] {
    const changes = [...this.#table.changed].map((at): ColumnChange => {
      const { reader } = this.#table.slots[at]
      return { at, column: reader === null ? null : plain(reader) }
    })
    this.#table.changed.clear()
    return changes
  }

  /** A place that is used again has no readings yet: those that wait to be sent are of the column before it. */
  #own(owner: object, readers: Reader[]): void {
    this.#owned.set(owner, readers)
    for (const reader of readers) {
      const at = this.#table.add(reader)
      if (at !== -1) for (const row of this.#rows) if (at + 1 < row.length) row[at + 1] = NaN
    }
  }
}

const plain = ({ id, of, metric, title, unit }: Reader): Column => ({ id, of, metric, title, unit })

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
