import { choice } from '../schema/parameter.ts'
import type { WorkShape } from '../workload/work-time.ts'

/** The distribution of work times, as a parameter of kinds that work. */
export const SHAPE_PARAMETER = choice({
  title: 'Shape',
  doc: 'The distribution of those times, with the same mean and variation: how much of the variation is in rare, very long ones.',
  options: {
    phases: 'exponential phases',
    gamma: 'gamma',
    lognormal: 'lognormal',
    pareto: 'Pareto',
  } satisfies Record<WorkShape, string>,
  default: 'phases',
})
