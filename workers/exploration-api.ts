import type { AnomalyVerdict } from '../engine/algorithms/txn/anomalies.ts'
import type { SerializableStrategy } from '../engine/algorithms/txn/outcome.ts'
import type { Refused } from './api.ts'

/** What the page asks of the exploration worker: work beside the run, which ends with its worker when it is cancelled. */
export interface ExplorationApi {
  /** Reads a recorded trace and runs every eviction policy over it, at many cache sizes. */
  studyTrace(file: File, report: (progress: StudyProgress) => void): Promise<TraceStudy | Refused>
  /** Plays every anomaly's interleaving at every isolation level, on stores that keep serializable in this way. */
  playAnomalies(strategy: SerializableStrategy): Promise<readonly AnomalyVerdict[]>
}

/** How far a study is. */
export interface StudyProgress {
  /** 0 to 1, of the whole study. */
  fraction: number
  /** What is going on, for people. */
  step: string
  /** The curves that are done; absent while the trace is read. */
  study?: TraceStudy
}

/** Hit rates of eviction policies over one trace. */
export interface TraceStudy {
  ok: true
  name: string
  /** The format it was read from, for people. */
  format: string
  requests: number
  distinct: number
  /** What capacities count: entries, or bytes when the trace says how large its objects are. */
  unit: 'entries' | 'bytes'
  /** Ascending. */
  capacities: number[]
  curves: Curve[]
}
export interface Curve {
  policy: string
  title: string
  summary: string
  /** Knows the future, so no cache can run it. */
  bound: boolean
  /** Hits over requests at each capacity, 0 to 1. */
  hitRates: number[]
}
