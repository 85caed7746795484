import type { Action, Scenario } from '../../schema/design.ts'

export type Inject = Extract<Action, { do: 'inject' }>
export const flip = (name: string, to: string): Action => ({ do: 'switch', name, to })
export const during = (from: number, until: number, ...faults: Inject[]): Scenario['script'] => [
  ...faults.map((action) => ({ atSeconds: from, action })),
  ...faults.map(({ id }) => ({ atSeconds: until, action: { do: 'lift', id } as const })),
]
