import { expect, test } from 'vitest'
import { s } from '../../lib/units.ts'
import { prepare } from '../../run/simulate.ts'
import { summarize } from '../../run/summarize.ts'
import { DESIGNS } from '../catalogue.ts'
import { OWNERS } from './ring.ts'

const design = DESIGNS.get('key-value-store')!.design!

/** What the owners' disks come to in a scenario, as means over them; and which tables their filters have spared a lookup. */
function disksIn(name: string) {
  const world = prepare(design, { seed: 1, scenario: design.scenarios[name] })
  world.runUntil(s(8))
  const { nodes } = summarize(world)
  const mean = (metric: string) =>
    OWNERS.reduce((sum, id) => sum + nodes[id].metrics[metric]!, 0) / OWNERS.length
  const spared = OWNERS.map((id) => {
    const { node } = world.parts.behaviours.get(id)!.state as {
      node: { lsm: { amplification: { filtered: number } } }
    }
    return node.lsm.amplification.filtered
  })
  return { written: mean('writeAmplification'), kept: mean('spaceAmplification'), spared }
}

test('levels write a byte more often and keep less of it, and filters spare lookups in both', () => {
  const leveled = disksIn('leveled tables')
  const tiered = disksIn('tiered tables')
  expect(leveled.written).toBeGreaterThan(1.5 * tiered.written)
  expect(tiered.kept).toBeGreaterThan(leveled.kept)
  for (const spared of [...leveled.spared, ...tiered.spared]) expect(spared).toBeGreaterThan(100)
})
