import type { Workload } from '../measure.ts'

/** A family of algorithms beside the best packages of it: adding one is adding a file in `family/` that exports `family`. */
export interface AlgorithmFamily {
  /** Loads what must be there before anything is timed, such as WebAssembly. */
  readonly ready?: () => Promise<void>
  readonly workloads: () => Workload[]
}
