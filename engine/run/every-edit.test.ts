import { expect, test } from 'vitest'
import { INVARIANTS } from '../checks/catalogue.ts'
import { DESIGNS } from '../designs/catalogue.ts'
import { s } from '../lib/units.ts'
import { SERVICES } from '../services/catalogue.ts'
import { kindShapes } from '../services/kind-shapes.ts'
import { assemble } from './assemble.ts'
import { everyChain, everyEdit } from './every-edit.bed.ts'

// What a person can draw must not stop the engine; nor must what a document may say that was written by hand.
const LONG = process.env.BREAKWATER_LONG === '1'
const KINDS = kindShapes(SERVICES)
const OPTIONS = { kinds: SERVICES, invariants: INVARIANTS, seed: 1 }

/** All of them in the long run, and otherwise so many, spread evenly; which ones differs between the lists. */
function some<Item>(items: readonly Item[], count: number, first: number): readonly Item[] {
  const step = LONG ? 1 : Math.max(1, Math.floor(items.length / count))
  return items.filter((_, i) => i % step === (LONG ? 0 : first % step))
}

/** What was thrown, with what it was about. */
function thrown(name: string, act: () => void): string[] {
  try {
    act()
    return []
  } catch (error) {
    return [`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`]
  }
}

test('a client before any kind that asks any other', { timeout: 600_000 }, () => {
  const chains = some(everyChain(KINDS), 80, 7)
  const failures = chains.flatMap(({ name, document }) =>
    thrown(name, () => {
      const world = assemble(document, OPTIONS)
      world.runUntil(s(LONG ? 1 : 0.4))
    }),
  )
  expect(failures).toEqual([])
})

const designs = [...DESIGNS.values()].flatMap(({ slug, design }) =>
  design === null ? [] : [{ slug, design }],
)

test.each(designs)('$slug: nodes and edges come and go', { timeout: 1_200_000 }, ({ design }) => {
  const attempts = some(everyEdit(design, KINDS), 3, designs.findIndex((each) => each.design === design) * 3)
  const failures = attempts.flatMap(({ name, steps }) =>
    thrown(name, () => {
      const world = assemble(design.document, { ...OPTIONS, switches: design.switches })
      for (const step of steps) {
        world.runUntil(world.now + s(0.15))
        world.act({ do: 'edit', edits: [...step(world.parts.graph.document)] })
      }
      world.runUntil(world.now + s(LONG ? 1 : 0.2))
    }),
  )
  expect(failures).toEqual([])
})
