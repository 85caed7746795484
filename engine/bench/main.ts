import { algorithmWorkloads, readyAlgorithms } from './algorithms/workloads.ts'
import { kernelWorkloads, type Compiled } from './kernel/workloads.ts'
import { measure, type BenchRow, type MeasureOptions } from './measure.ts'

export { benchDesign, runnableDesigns } from './designs.ts'
export { soakDesigns } from './soak.ts'
export { benchTable, designTable, pageTable, soakTable } from './report.ts'

export interface BenchOptions extends MeasureOptions {
  compiled: Compiled
  /** Told each row as soon as it is measured. */
  tell: (row: BenchRow) => void
}

/** Runs those of the suites that are workloads beside their peers: `kernel`, `algorithms`. */
export async function bench(suites: readonly string[], options: BenchOptions): Promise<BenchRow[]> {
  const wants = (suite: string) => suites.includes(suite)
  if (wants('algorithms')) await readyAlgorithms()
  const workloads = [
    ...(wants('kernel') ? kernelWorkloads(options.compiled) : []),
    ...(wants('algorithms') ? algorithmWorkloads() : []),
  ]
  return workloads.map((workload) => {
    const row = measure(workload, options)
    options.tell(row)
    return row
  })
}
