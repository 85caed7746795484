import { describe, expect, test } from 'vitest'
import { s } from '../lib/units.ts'
import type { World } from '../run/world.ts'
import type { Design, Scenario } from '../schema/design.ts'
import { bundled } from './bundled.bed.ts'

const { DESIGNS, failingEdges, prepare, summarize } = bundled
const LONG = process.env.BREAKWATER_LONG === '1'
const SEEDS = Array.from({ length: LONG ? 20 : 2 }, (_, i) => i + 1)

/** Runs every scenario of one part of the designs over several seeds. In parts, because one test file runs on one core. */
export function walkScenarios(part: number, parts: number): void {
  const runnable = [...DESIGNS.values()].flatMap(({ design }) => (design === null ? [] : [design]))
  const mine = runnable.filter((_, index) => index % parts === part)
  describe.each(mine.map((design) => [design.slug, design] as const))('%s', (_slug, design) => {
    describe.each(Object.entries(design.scenarios))('scenario %s', (_name, scenario) => {
      test.each(SEEDS)('keeps its word with seed %i', { timeout: 120_000 }, (seed) => {
        const world = walk(design, scenario, seed)
        const summary = summarize(world)
        const slos = Object.fromEntries(summary.slos.map(({ name, met, says }) => [name, { met, says }]))
        const checks = Object.fromEntries(summary.checks.map((check) => [check.name, check]))
        for (const name of scenario.meets ?? [])
          expect(slos[name], `meets ${name}`).toMatchObject({ met: true })
        for (const name of scenario.breaks ?? [])
          expect(slos[name], `breaks ${name}`).toMatchObject({ met: false })
        for (const name of scenario.holds ?? [])
          expect(checks[name], `holds ${name}`).toMatchObject({ verdict: 'holds' })
        for (const name of scenario.violates ?? []) {
          expect(checks[name], `violates ${name}`).toMatchObject({ verdict: 'violated' })
          expect(
            checks[name].firstViolation!.operations.length,
            `${name} names the operations`,
          ).toBeGreaterThan(0)
        }
        if (scenario === design.scenarios.steady && seed === 1)
          expect(failingEdges(world, s(3)), 'edges that are drawn as failing').toEqual([])
      })
    })
  })
}

/** Runs a scenario until all that it says is settled: to its end, unless it only breaks promises, which stay broken. */
function walk(design: Design, scenario: Scenario, seed: number): World {
  const { meets = [], breaks = [], holds = [], violates = [], script = [], seconds } = scenario
  const world = prepare(design, { seed, scenario })
  const commands = script
    .map(({ atSeconds, action }) => ({ atNanos: s(atSeconds), action }))
    .sort((a, b) => a.atNanos - b.atNanos)
  const onlyViolates = violates.length > 0 && meets.length + breaks.length + holds.length === 0
  if (LONG || !onlyViolates) {
    world.runScript(commands, s(seconds))
    return world
  }
  const settled = () => {
    const broken = world.parts.checks.verdicts().filter(({ verdict }) => verdict === 'violated')
    return violates.every((each) => broken.some(({ name }) => name === each))
  }
  for (let from = 0; from < seconds && !settled(); from++) {
    const until = Math.min(from + 1, seconds)
    const due = ({ atNanos }: { atNanos: number }) =>
      atNanos >= s(from) && (atNanos < s(until) || until === seconds)
    world.runScript(commands.filter(due), s(until))
  }
  return world
}
