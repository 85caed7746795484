import type { Action, Scenario } from '../../schema/design.ts'

export type Inject = Extract<Action, { do: 'inject' }>
type Step = NonNullable<Scenario['script']>[number]
export const flip = (name: string, to: string): Action => ({ do: 'switch', name, to })
export const at = (atSeconds: number, action: Action): Step => ({ atSeconds, action })
export const lift = (atSeconds: number, { id }: Inject): Step => at(atSeconds, { do: 'lift', id })
export const during = (fault: Inject, from: number, to: number): Step[] => [at(from, fault), lift(to, fault)]

export const SERVED = 'records are acknowledged'
export const LOG = ['acknowledged-records-survive', 'partition-order', 'records-once']
export const GROUP = ['group-skips-nothing', 'group-gets-on', 'one-owner-per-generation']
