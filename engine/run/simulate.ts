import { INVARIANTS } from '../checks/catalogue.ts'
import { s } from '../lib/units.ts'
import type { Design, Scenario } from '../schema/design.ts'
import type { Command, Document } from '../schema/document.ts'
import { InputError } from '../schema/input-error.ts'
import { SERVICES } from '../services/catalogue.ts'
import { assemble } from './assemble.ts'
import { summarize, type RunSummary } from './summarize.ts'
import { withoutNodes } from './without-nodes.ts'
import type { World } from './world.ts'

export interface SimulateOptions {
  seed: number
  seconds: number
  scenario?: Scenario
  /** Set before the first event. */
  set?: readonly { node: string; param: string; value: number | string | boolean }[]
  /** Commands of an earlier run. */
  log?: readonly Command[]
}

type Runnable = Pick<Design, 'document' | 'switches'>

/** Assembles a design for a scenario: nodes taken out, settings made, nothing run yet. */
export function prepare(design: Runnable, options: Omit<SimulateOptions, 'seconds'>): World {
  const { scenario } = options
  const document: Document =
    scenario?.without === undefined ? design.document : withoutNodes(design.document, scenario.without)
  const world = assemble(document, {
    kinds: SERVICES,
    invariants: INVARIANTS,
    seed: options.seed,
    switches: design.switches,
  })
  for (const action of scenario?.with ?? []) world.act(action)
  for (const { node, param, value } of options.set ?? []) world.act({ do: 'set', node, param, value })
  return world
}

/** Runs a design headless from start to end. */
export function simulate(design: Runnable, options: SimulateOptions): { world: World; summary: RunSummary } {
  const world = prepare(design, options)
  const script = (options.scenario?.script ?? []).map(({ atSeconds, action }) => ({
    atNanos: s(atSeconds),
    action,
  }))
  const commands = [...script, ...(options.log ?? [])].sort((a, b) => a.atNanos - b.atNanos)
  world.runScript(commands, s(options.seconds))
  return { world, summary: summarize(world) }
}

/** A scenario of a design by name. */
export function scenarioOf(design: Design, name: string): Scenario {
  const scenario = design.scenarios[name]
  if (scenario !== undefined) return scenario
  const names = Object.keys(design.scenarios).map((each) => `"${each}"`)
  throw new InputError(`Design "${design.slug}" has no scenario "${name}"; it has ${names.join(', ')}.`)
}
