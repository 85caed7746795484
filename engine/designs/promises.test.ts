import { describe, expect, test } from 'vitest'
import { s } from '../lib/units.ts'
import type { Action, Scenario } from '../schema/design.ts'
import { bundled } from './bundled.bed.ts'

const { DESIGNS, INVARIANTS, PLANTS, SERVICES, assemble, grantCalm, summarize } = bundled
const LONG = process.env.BREAKWATER_LONG === '1'
const SEEDS = LONG ? Array.from({ length: 40 }, (_, i) => i + 1) : [1, 2]
/** In simulated seconds: long enough for leases and timeouts to run out on either side; the long search waits longer. */
const [STRIKES_AT, LIFTED_AT, ENDS_AT] = LONG ? [4, 12, 25] : [3, 8, 14]
const PLANTED = new Set(PLANTS.map(({ checker }) => checker))
/**
 * What no setting of a design can break, by design, and nothing else: bugs in the protocols themselves are planted for it in `*.plant.ts`,
 * a broken optimum in cache-promises.test.ts.
 */
const UNBROKEN: Readonly<Record<string, readonly string[]>> = {
  'caching-techniques': ['below-optimum'],
  'distributed-consistency': ['one-value-per-slot', 'raft-leader-append-only', 'raft-log-matching'],
  'message-broker': ['group-gets-on'],
  'configuration-store': ['raft-leader-append-only'],
}
const ELSEWHERE = new Set(['below-optimum'])
const runnable = [...DESIGNS.values()].flatMap(({ design }) => (design === null ? [] : [design]))

describe.each(runnable.map((design) => [design.slug, design] as const))('%s', (slug, design) => {
  const isNaive = (action: Action) =>
    action.do === 'switch' && design.switches[action.name].options[action.to].naive !== undefined
  const faults = Object.entries(design.breaks).filter(([, { actions }]) => !actions.some(isNaive))

  test.each(faults)(
    'keeps every promise when somebody presses "%s"',
    { timeout: 120_000 },
    (_name, { actions }) => {
      for (const seed of SEEDS) {
        const world = assemble(design.document, {
          kinds: SERVICES,
          invariants: INVARIANTS,
          seed,
          switches: design.switches,
        })
        world.runUntil(s(STRIKES_AT))
        for (const action of actions) world.act(action)
        world.runUntil(s(LIFTED_AT))
        for (const id of world.faults.active.map((fault) => fault.id)) world.act({ do: 'lift', id })
        world.runUntil(s(ENDS_AT))
        // One seed goes on until everything can be judged: this costs as much again.
        const unjudged = LONG || seed === SEEDS[0] ? grantCalm(world, design, s(LIFTED_AT)) : []
        const broken = summarize(world).checks.filter(({ verdict }) => verdict === 'violated')
        expect(broken.map(({ name, firstViolation }) => `${name}: ${firstViolation?.says}`)).toEqual([])
        expect(unjudged).toEqual([])
      }
    },
  )

  const naive = Object.entries(design.switches).flatMap(([name, { options }]) =>
    Object.entries(options).flatMap(([to, { naive: why }]) =>
      why === undefined ? [] : [[name, to] as const],
    ),
  )
  test.each(naive)('some scenario shows what is wrong with %s: %s', (name, to) => {
    const caught = Object.values(design.scenarios).filter(
      (scenario) => setsSwitch(scenario, name, to) && (scenario.violates ?? scenario.breaks ?? []).length > 0,
    )
    expect(caught.length).toBeGreaterThan(0)
  })

  const struck = Object.entries(design.scenarios).filter(([, { holds, script }]) => holds && script)
  test.each(struck)('scenario %s goes on until what it says holds can be judged', (_name, scenario) => {
    const faults = scenario.script!.filter(({ action }) => action.do === 'inject' || action.do === 'lift')
    if (faults.length === 0) return
    const calmSeconds = scenario.seconds - Math.max(...faults.map(({ atSeconds }) => atSeconds))
    const early = scenario.holds!.filter(
      (name) => s(calmSeconds) <= (INVARIANTS.get(name)!.needs?.calmNanos ?? -1),
    )
    expect(early).toEqual([])
  })

  test('every promise is broken by some scenario, or by a planted bug where no setting can', () => {
    const broken = new Set(Object.values(design.scenarios).flatMap(({ violates }) => violates ?? []))
    const unbroken = design.document.invariants.filter((name) => !broken.has(name))
    expect(unbroken.toSorted()).toEqual(UNBROKEN[slug] ?? [])
    expect(unbroken.filter((name) => !PLANTED.has(name) && !ELSEWHERE.has(name))).toEqual([])
  })
})

function setsSwitch({ with: first, script }: Scenario, name: string, to: string): boolean {
  const actions = [...(first ?? []), ...(script ?? []).map(({ action }) => action)]
  return actions.some((action) => action.do === 'switch' && action.name === name && action.to === to)
}
