import type { Action, Scenario } from '../schema/design.ts'

/** What the scripts of scenarios are written in. Instants are simulated seconds from the start. */
export type Inject = Extract<Action, { do: 'inject' }>
export type Step = NonNullable<Scenario['script']>[number]

/** Flips a switch of the design. */
export const flip = (name: string, to: string): Action => ({ do: 'switch', name, to })
/** Sets a parameter of a node, in the unit that the parameter has. */
export const set = (node: string, param: string, value: number | string): Action => ({
  do: 'set',
  node,
  param,
  value,
})
/** A node dies, and is up again when the fault is lifted by its `id`. */
export const crash = (node: string, id = 'crash'): Inject => ({
  do: 'inject',
  fault: 'crash',
  id,
  on: { node },
})

export const at = (atSeconds: number, action: Action): Step => ({ atSeconds, action })
export const lift = (atSeconds: number, { id }: Inject): Step => at(atSeconds, { do: 'lift', id })
/** Strikes at `from`, and is lifted at `until`. */
export const during = (from: number, until: number, ...faults: readonly Inject[]): Step[] => [
  ...faults.map((fault) => at(from, fault)),
  ...faults.map((fault) => lift(until, fault)),
]
