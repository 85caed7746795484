import type { Workload } from '../measure.ts'
import type { AlgorithmFamily } from './algorithm-family.ts'

const modules = import.meta.glob<AlgorithmFamily>('./family/*.ts', { eager: true, import: 'family' })
const families = Object.entries(modules)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([, family]) => family)

/** What every family in `family/` is timed with, in the order of their names. `readyAlgorithms` comes before. */
export const algorithmWorkloads = (): Workload[] => families.flatMap((family) => family.workloads())

/** Loads what must be there before anything is timed. */
export async function readyAlgorithms(): Promise<void> {
  for (const { ready } of families) await ready?.()
}
