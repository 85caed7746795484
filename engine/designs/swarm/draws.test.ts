import { describe, expect, test } from 'vitest'
import { INVARIANTS } from '../../checks/catalogue.ts'
import { RandomStream } from '../../lib/random.ts'
import { assemble } from '../../run/assemble.ts'
import type { Design } from '../../schema/design.ts'
import { SERVICES } from '../../services/catalogue.ts'
import { DESIGNS } from '../catalogue.ts'
import { GETTING_ON, LANES } from './lanes.bed.ts'
import { drawFaults, presetsOf } from './presets.bed.ts'
import { choicesOf, coveringRows, givenUp, settingOf } from './settings.bed.ts'
import { shrinkSetting } from './shrink.bed.ts'

const runnable = [...DESIGNS.values()].flatMap(({ design }) => (design === null ? [] : [design]))
const SEEDS = Array.from({ length: 200 }, (_, i) => i + 1)
const everyDesign = describe.each(runnable.map((design) => [design.slug, design] as const))

everyDesign('%s', (slug, design) => {
  test('whatever is drawn strikes: no fault is refused, and each is in force until it is lifted', () => {
    const world = assemble(
      { ...design.document, invariants: [] },
      { kinds: SERVICES, invariants: INVARIANTS, seed: 1 },
    )
    for (const preset of presetsOf(design)) {
      for (const seed of SEEDS.slice(0, 20)) {
        const commands = drawFaults(preset, design, new RandomStream(seed, `swarm/${preset}`))
        expect(commands.length).toBeGreaterThanOrEqual(2)
        for (const { action } of commands) if (action.do === 'inject') world.act(action)
        for (const { action } of commands) if (action.do === 'lift') world.act(action)
        expect(world.faults.active).toEqual([])
      }
    }
  })

  test('two hundred seeds bring every option that may be drawn, and each two of different switches', () => {
    const drawn = SEEDS.map((seed) => settingOf(design, seed))
    expect(missingPairs(design, drawn)).toEqual([])
  })

  test('lanes speak of switches, options and promises that there are', () => {
    for (const { when, givesUp } of LANES[slug] ?? []) {
      for (const [name, to] of Object.entries(when))
        expect(design.switches[name]?.options).toHaveProperty([to])
      const known = [...design.document.invariants, GETTING_ON]
      expect(givesUp.filter((name) => !known.includes(name))).toEqual([])
    }
  })
})

function missingPairs(design: Design, drawn: readonly Record<string, string>[]): string[] {
  const choices = choicesOf(design)
  const whole = drawn.map((setting) => choices.map(([name, , initial]) => setting[name] ?? initial))
  return choices.flatMap(([name, options], i) =>
    choices
      .slice(i + 1)
      .flatMap(([other, others], k) =>
        options.flatMap((a) =>
          others.flatMap((b) =>
            whole.some((row) => row[i] === a && row[i + 1 + k] === b)
              ? []
              : [`${name}=${a} with ${other}=${b}`],
          ),
        ),
      ),
  )
}

test('the strong design is searched in its causal, session and conflict-free modes, and told what they keep', () => {
  const design = DESIGNS.get('strong-vs-eventual-consistency')!.design!
  expect([...givenUp(design, {})]).toEqual([])
  expect([...givenUp(design, { mode: 'causal' })]).not.toContain('causally-consistent')
  expect([...givenUp(design, { mode: 'eventual', conflicts: 'set' })]).not.toContain('no-write-dropped')
  expect([...givenUp(design, { mode: 'eventual' })]).toContain('no-write-dropped')
  const drawn = SEEDS.map((seed) => settingOf(design, seed))
  expect(drawn.some(({ mode, conflicts }) => mode === 'eventual' && conflicts === 'set')).toBe(true)
})

test('rows are all combinations where these are few, and otherwise hold each two options', () => {
  expect(coveringRows([2, 3])).toHaveLength(6)
  const rows = coveringRows([5, 4, 3, 3])
  expect(rows.length).toBeLessThan(40)
  for (let a = 0; a < 5; a++)
    for (let b = 0; b < 4; b++) expect(rows.some((row) => row[0] === a && row[1] === b)).toBe(true)
})

test('a setting is shrunk to the switches that it takes', () => {
  const fails = (setting: Readonly<Record<string, string>>) => setting.a === 'x' && setting.c === 'z'
  expect(shrinkSetting({ a: 'x', b: 'y', c: 'z' }, fails)).toEqual({ a: 'x', c: 'z' })
})
