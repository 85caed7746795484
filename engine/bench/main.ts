import { algorithmWorkloads, readyAlgorithms } from './algorithms/workloads.ts'
import { benchDesigns, type DesignRow, type Memory } from './designs.ts'
import { kernelWorkloads, type Compiled } from './kernel/workloads.ts'
import { measure, type BenchRow, type MeasureOptions } from './measure.ts'

export { soakDesigns } from './soak.ts'
export { benchTable, designTable, pageTable, soakTable } from './report.ts'

export interface BenchOptions extends MeasureOptions {
  compiled: Compiled
  memory: Memory
  /** Told each row as soon as it is measured. */
  tell: (row: BenchRow | DesignRow) => void
}

/** Runs those of the suites that need nothing but Node: `kernel`, `algorithms`, `designs`. */
export async function bench(
  suites: readonly string[],
  options: BenchOptions,
): Promise<{ rows: BenchRow[]; designs: DesignRow[] }> {
  const wants = (suite: string) => suites.includes(suite)
  if (wants('algorithms')) await readyAlgorithms()
  const workloads = [
    ...(wants('kernel') ? kernelWorkloads(options.compiled) : []),
    ...(wants('algorithms') ? algorithmWorkloads() : []),
  ]
  const rows = workloads.map((workload) => {
    const row = measure(workload, options)
    options.tell(row)
    return row
  })
  const designs = wants('designs') ? benchDesigns(options, options.memory, options.tell) : []
  return { rows, designs }
}
