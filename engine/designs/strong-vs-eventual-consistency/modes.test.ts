import { expect, test } from 'vitest'
import { INVARIANTS } from '../../checks/catalogue.ts'
import { s } from '../../lib/units.ts'
import { assemble } from '../../run/assemble.ts'
import { summarize } from '../../run/summarize.ts'
import { SERVICES } from '../../services/catalogue.ts'
import { DESIGNS } from '../catalogue.ts'
import { givenUp, type Setting } from '../swarm/settings.bed.ts'

const LONG = process.env.BREAKWATER_LONG === '1'
const SEEDS = LONG ? [1, 2, 3, 4, 5, 6, 7, 8] : [1]
const design = DESIGNS.get('strong-vs-eventual-consistency')!.design!
const BREAKS = Object.keys(design.breaks)

/** Every model of consistency, and in the last of them every kind of object. */
const MODES: Setting[] = [
  {},
  { mode: 'sequential' },
  { mode: 'causal' },
  { mode: 'session' },
  ...Object.keys(design.switches.conflicts.options).map((conflicts) => ({ mode: 'eventual', conflicts })),
]
const pairs = MODES.flatMap((mode, i) =>
  BREAKS.map((name, k) => [mode, name, (i + k) % BREAKS.length] as const),
)

/** The sample takes every other model, each under another break; the long run takes all pairs. */
const sample = pairs.filter(([, , turn]) => turn === 0).filter((_, i) => i % 2 === 1)
test.each(LONG ? pairs : sample)(
  'what %j promises holds under "%s"',
  { timeout: LONG ? 600_000 : 60_000 },
  (mode, name) => {
    for (const seed of SEEDS) {
      const world = assemble(design.document, {
        kinds: SERVICES,
        invariants: INVARIANTS,
        seed,
        switches: design.switches,
      })
      for (const [each, to] of Object.entries(mode)) world.act({ do: 'switch', name: each, to })
      world.runUntil(s(1))
      for (const action of design.breaks[name].actions) world.act(action)
      world.runUntil(s(4))
      for (const { id } of world.faults.active) world.act({ do: 'lift', id })
      world.runUntil(s(5))
      const gone = givenUp(design, mode)
      const broken = summarize(world).checks.filter(
        (check) => check.verdict === 'violated' && !gone.has(check.name),
      )
      expect(broken.map((check) => `${check.name}: ${check.firstViolation?.says}`)).toEqual([])
    }
  },
)
