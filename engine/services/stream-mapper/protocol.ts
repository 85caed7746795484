import type { HeavyHitters, Ranked, SketchOptions } from '../../algorithms/sketch/heavy-hitters.ts'
import type { HyperLogLog } from '../../algorithms/sketch/hyper-log-log.ts'
import type { QuantileSketch } from '../../algorithms/sketch/quantile-sketch.ts'
import type { Nanos } from '../../lib/units.ts'

/** All mappers hash alike, or their sketches could not be merged. */
export const SKETCH_SEED = 20_270

/** Some events in a row, from the stream to one mapper. Batches of one mapper are numbered without gaps. */
export interface Batch {
  readonly type: 'batch'
  readonly sequence: number
  readonly atNanos: Nanos
  /** The stretch of the stream's time that all of them belong to. */
  readonly pane: number
  /** True: nothing more will come for this pane. */
  readonly closes: boolean
  readonly items: readonly number[]
}

/** What a mapper tells the stream: everything below `next` is safe (ack), or is missing from there on (resend). */
export interface Progress {
  readonly type: 'ack' | 'resend'
  readonly next: number
}

/** What one mapper has counted in one pane. */
export interface Summary {
  readonly type: 'summary'
  readonly mapper: string
  readonly pane: number
  readonly closedAt: Nanos
  readonly total: number
  /** Algorithm and sizes: only summaries of one make can be merged. */
  readonly make: string
  readonly algorithm: string
  readonly sizes: Pick<SketchOptions, 'width' | 'depth' | 'counters'>
  /** The whole sketch, or null when only the local list is shipped. */
  readonly sketch: HeavyHitters | null
  readonly list: readonly Ranked[]
  readonly distinct: HyperLogLog
  readonly ages: QuantileSketch
  readonly sizeBytes: number
}

/** The reducer has it on its disk. */
export interface Stored {
  readonly type: 'stored'
  readonly pane: number
}
