import type { Plant } from '../checks/plant.bed.ts'

/** What runs designs in tests, in one module: see bundled.bed.ts. */
export { INVARIANTS } from '../checks/catalogue.ts'
export { assemble } from '../run/assemble.ts'
export { evaluateEstimates } from '../run/estimates.ts'
export { prepare, simulate } from '../run/simulate.ts'
export { summarize } from '../run/summarize.ts'
export { SERVICES } from '../services/catalogue.ts'
export { AnyHand } from './any-hand.bed.ts'
export { setAnything } from './any-setting.bed.ts'
export { DESIGNS } from './catalogue.ts'
export { failingEdges } from './failing-edges.bed.ts'
export { grantCalm } from './grant-calm.bed.ts'
export { withDeaf } from './swarm/deaf.bed.ts'
export { drawFaults, FAULTS_UNTIL, presetsOf } from './swarm/presets.bed.ts'
export { GETS_ON, QUIET } from './swarm/progress.bed.ts'
export { search } from './swarm/search.bed.ts'
export { healthyRun, judge } from './swarm/swarm-run.bed.ts'

const files = import.meta.glob<{ plants: readonly Plant[] }>('../**/*.plant.ts', { eager: true })
export const PLANTS = Object.values(files).flatMap(({ plants }) => plants)
