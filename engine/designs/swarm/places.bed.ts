import { FAULTS } from '../../faults/catalogue.ts'
import type { Action, Design } from '../../schema/design.ts'
import type { FaultPlace } from '../../schema/document.ts'
import { SERVICES } from '../../services/catalogue.ts'
import { kindSite } from '../../services/describe-kind.ts'

/** Where a fault may strike, and how hard at most where the design says so. */
export interface Place {
  on: FaultPlace
  worst?: Record<string, number>
}
type Inject = Extract<Action, { do: 'inject' }>

const kindOf = ({ document }: Design, id: string) => document.nodes[id].kind
/** Any node but the people. */
const servers = (design: Design) =>
  Object.keys(design.document.nodes).filter((id) => kindOf(design, id) !== 'client')

/** Counters are no copies of anything: thrown away they are an amnesty, and no promise outlives that. */
const COUNTERS: ReadonlySet<string> = new Set(['rate-limiter', 'limiter-store'])

/** The nodes that a fault applies to by their kinds. */
export function nodesOf(design: Design, fault: string): Place[] {
  const applies = FAULTS.get(fault)!.appliesTo ?? (() => true)
  return servers(design)
    .filter((id) => fault !== 'flush' || !COUNTERS.has(kindOf(design, id)))
    .filter((id) => applies(kindSite(SERVICES.get(kindOf(design, id))!)))
    .map((node) => ({ on: { node } }))
}

export const edgesOf = ({ document }: Design): Place[] =>
  document.edges.map(({ id }) => ({ on: { edge: id } }))

/** Not only people stand there. */
export const regionsOf = (design: Design): Place[] =>
  [...new Set(servers(design).flatMap((id) => design.document.nodes[id].region ?? []))].map((region) => ({
    on: { region },
  }))

/** What the design itself injects, by a button or in a scenario: that much it has something to say about. */
const injectsOf = (design: Design, fault: string): Inject[] =>
  [
    ...Object.values(design.breaks).flatMap(({ actions }) => actions),
    ...Object.values(design.scenarios).flatMap(({ script = [] }) => script.map(({ action }) => action)),
  ].filter((action): action is Inject => action.do === 'inject' && action.fault === fault)

/** Nodes of the kinds that the design strikes with it: one of its own disks lost, one of its own clocks wrong. */
const alike = (design: Design, { on }: Inject): Place[] => {
  if ('region' in on) return regionsOf(design)
  if (!('node' in on)) return []
  const kind = kindOf(design, on.node)
  return servers(design)
    .filter((id) => kindOf(design, id) === kind)
    .map((node) => ({ on: { node } }))
}

export const disksOf = (design: Design): Place[] =>
  injectsOf(design, 'disk-loss').flatMap((inject) => alike(design, inject))

/** What measures by no clock that is set notices only how fast it runs: a fiftieth is far more than any crystal is off by. */
const WORST_DRIFT_PPM = 20_000

export const clocksOf = (design: Design): Place[] =>
  injectsOf(design, 'clock-skew').flatMap((inject) =>
    alike(design, inject).map(({ on }) => ({ on, worst: { driftPpm: WORST_DRIFT_PPM, ...inject.params } })),
  )
