import { INVARIANTS } from '../checks/catalogue.ts'
import type { Plant } from '../checks/plant.bed.ts'
import { RandomStream } from '../lib/random.ts'
import { s } from '../lib/units.ts'
import { assemble } from '../run/assemble.ts'
import type { Action, Design, Scenario } from '../schema/design.ts'
import { SERVICES } from '../services/catalogue.ts'
import type { AnyService } from '../services/define-service.ts'

/** A bug in a design, planted by a command or by a kind that has it, and shown by the faults of a scenario. */
export interface ScenarioBug {
  name: string
  protocol: string
  bug: string
  checker: string
  /** What makes the wrong one of the right one. */
  plant?: Action
  broken?: AnyService
  /** The scenario whose faults show it, without its switches but for what both twins have. */
  scenario: string
  also?: readonly Action[]
  /** Less than the scenario takes. */
  seconds?: number
}

type Runs = Pick<Design, 'document' | 'switches' | 'scenarios'>

/** The script of a scenario, each step a little earlier or later as the seed will have it. */
function shifted({ script = [] }: Scenario, seed: number): { atSeconds: number; action: Action }[] {
  const shift = 0.2 * new RandomStream(seed, 'plant').uniform()
  return script.map(({ atSeconds, action }) => ({ atSeconds: atSeconds + shift, action }))
}

/** One run of the design under the scenario's faults; what the checker has to say. */
function run(design: Runs, bug: ScenarioBug, seed: number, planted: boolean): string | null {
  const { plant, broken, scenario: name, also = [], checker } = bug
  const scenario = design.scenarios[name]
  const seconds = bug.seconds ?? scenario.seconds
  const script = shifted(scenario, seed).filter(({ atSeconds }) => atSeconds < seconds)
  const kinds = planted && broken ? new Map([...SERVICES, [broken.kind, broken]]) : SERVICES
  const world = assemble(
    { ...design.document, invariants: [checker] },
    { kinds, invariants: INVARIANTS, seed, switches: design.switches },
  )
  for (const action of also) world.act(action)
  if (planted && plant) world.act(plant)
  world.runScript(
    script.map(({ atSeconds, action }) => ({ atNanos: s(atSeconds), action })),
    s(seconds),
  )
  return world.parts.checks.verdicts()[0].firstViolation?.says ?? null
}

/** Plants that run a design, with the checker in question alone. */
export const scenarioPlants = (design: Runs, bugs: readonly ScenarioBug[]): readonly Plant[] =>
  bugs.map((bug) => ({
    name: bug.name,
    protocol: bug.protocol,
    bug: bug.bug,
    checker: bug.checker,
    run: (seed, planted) => run(design, bug, seed, planted),
  }))
