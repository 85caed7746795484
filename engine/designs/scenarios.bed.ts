import { describe, expect, test } from 'vitest'
import { s } from '../lib/units.ts'
import { simulate } from '../run/simulate.ts'
import { DESIGNS } from './catalogue.ts'
import { failingEdges } from './failing-edges.bed.ts'

const SEEDS = Array.from({ length: process.env.BREAKWATER_LONG === '1' ? 20 : 5 }, (_, i) => i + 1)

/** Runs every scenario of one part of the designs over several seeds. In parts, because one test file runs on one core. */
export function walkScenarios(part: number, parts: number): void {
  const runnable = [...DESIGNS.values()].flatMap(({ design }) => (design === null ? [] : [design]))
  const mine = runnable.filter((_, index) => index % parts === part)
  describe.each(mine.map((design) => [design.slug, design] as const))('%s', (_slug, design) => {
    describe.each(Object.entries(design.scenarios))('scenario %s', (_name, scenario) => {
      test.each(SEEDS)('keeps its word with seed %i', { timeout: 120_000 }, (seed) => {
        const { world, summary } = simulate(design, { seed, seconds: scenario.seconds, scenario })
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
