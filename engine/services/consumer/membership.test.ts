import { expect, test } from 'vitest'
import { DESIGNS } from '../../designs/catalogue.ts'
import { INVARIANTS } from '../../checks/catalogue.ts'
import { s } from '../../lib/units.ts'
import { assemble } from '../../run/assemble.ts'
import { SERVICES } from '../catalogue.ts'

const GATHERED = s(2)

/** How many partitions change hands when a member of three dies, until the two others share them. */
function movedByACrash(assignment: string): number {
  const { document, switches } = DESIGNS.get('message-broker')!.design!
  const world = assemble(document, { kinds: SERVICES, invariants: INVARIANTS, seed: 1, switches })
  world.act({ do: 'switch', name: 'assignment', to: assignment })
  const others = ['consumer-2', 'consumer-3'].map((id) => world.behaviour(id).context.metrics.counters)
  const taken = () => others.reduce((sum, { takenOver }) => sum + takenOver, 0)
  world.runUntil(GATHERED)
  const before = taken()
  world.act({ do: 'inject', id: 'crash', fault: 'crash', on: { node: 'consumer-1' } })
  world.runUntil(GATHERED + s(4))
  return taken() - before
}

test('a sticky member gets again what it had, though it stopped reading; dealt by range it need not', () => {
  const orphans = movedByACrash('cooperative')
  expect(orphans).toBeGreaterThan(0)
  expect(movedByACrash('sticky')).toBe(orphans)
  expect(movedByACrash('range')).toBeGreaterThan(orphans)
})
