import { expect, test } from 'vitest'
import { s } from '../../lib/units.ts'
import { prepare } from '../../run/simulate.ts'
import { summarize } from '../../run/summarize.ts'
import { DESIGNS } from '../catalogue.ts'
import { SERVERS } from './places.ts'

const design = DESIGNS.get('configuration-store')!.design!

function counted(scenarioName: string, metric: string): number[] {
  const scenario = design.scenarios[scenarioName]
  const world = prepare(design, { seed: 1, scenario })
  const commands = (scenario.script ?? []).map(({ atSeconds, action }) => ({ atNanos: s(atSeconds), action }))
  world.runScript(commands, s(scenario.seconds))
  const { nodes } = summarize(world)
  return SERVERS.map((id) => nodes[id].metrics[metric]!)
}

test('every server takes snapshots in an ordinary run, and nobody needs one', () => {
  for (const taken of counted('steady', 'snapshots')) expect(taken).toBeGreaterThanOrEqual(3)
  expect(counted('steady', 'installs')).toEqual([0, 0, 0, 0, 0])
})

test('a server that was away for longer than the log reaches back is caught up by one', () => {
  const [, , installed] = counted('left behind', 'installs')
  expect(installed).toBeGreaterThanOrEqual(1)
})
