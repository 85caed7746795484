import { kernelWorkloads, type Compiled } from './kernel/workloads.ts'
import { measure, type BenchRow, type MeasureOptions, type Workload } from './measure.ts'

export { benchTable, pageTable } from './report.ts'

export const NODE_SUITES = ['kernel'] as const

export interface BenchOptions extends MeasureOptions {
  compiled: Compiled
  /** Told each row as soon as it is measured. */
  tell: (row: BenchRow) => void
}

/** Runs suites that need nothing but Node. */
export function bench(suites: readonly string[], options: BenchOptions): BenchRow[] {
  const workloads: Workload[] = kernelWorkloads(options.compiled).filter(({ suite }) =>
    suites.includes(suite),
  )
  return workloads.map((workload) => {
    const row = measure(workload, options)
    options.tell(row)
    return row
  })
}
