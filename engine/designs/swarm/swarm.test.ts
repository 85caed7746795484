import { describe, expect, test } from 'vitest'
import { importBundled } from '../../../.ci/bundle.mjs'
import { RandomStream } from '../../lib/random.ts'
import type { Design } from '../../schema/design.ts'
import { DESIGNS } from '../catalogue.ts'
import { drawFaults, PRESET_NAMES } from './presets.bed.ts'
import type * as Search from './search.bed.ts'
import { shrink } from './shrink.bed.ts'
import { healthyGoodput, judge, type SwarmRun } from './swarm-run.bed.ts'

const LONG = process.env.BREAKWATER_LONG === '1'
/** Seeds of the long search, for each preset and each sound setting: `1-200`, or a part of them, for several machines or days. */
const [FIRST_SEED, LAST_SEED] = (LONG ? (process.env.BREAKWATER_SEEDS ?? '1-200') : '1-1')
  .split('-')
  .map(Number)
const TIMEOUT_MS = 24 * 3_600_000

const runnable = [...DESIGNS.values()].flatMap(({ design }) => (design === null ? [] : [design]))

const kept = import.meta.glob<Search.Regression>('./regressions/*.json', { eager: true, import: 'default' })

/** What a setting promises only together with another: sloppy quorums need not meet, whatever is written back (the design shows it). */
const ONLY_WITH: Readonly<Record<string, Record<string, string>>> = {
  'key-value-store reads written-back': { quorum: 'strict' },
}

/** The defaults, and every switch on its own in each of its other sound settings. */
function soundSettings({ slug, switches }: Design): Record<string, string>[] {
  const flipped = Object.entries(switches).flatMap(([name, item]) =>
    Object.keys(item.options)
      .filter((to) => to !== item.default && item.options[to].naive === undefined)
      .map((to) => ({ [name]: to, ...ONLY_WITH[`${slug} ${name} ${to}`] })),
  )
  return [{}, ...flipped]
}

/** The long search runs as a bundle: a test runner's way of calling from module to module takes three times as long. */
const { search } = LONG
  ? ((await importBundled('engine/designs/swarm/search.bed.ts', 'swarm')) as typeof Search)
  : await import('./search.bed.ts')

describe.each(runnable.map((design) => [design.slug, design] as const))('%s', (_slug, design) => {
  const settings = soundSettings(design)

  // The sample takes every other preset, those that the design before left out, at a setting that moves on with it.
  const sample = PRESET_NAMES.map((preset, i) => [preset, settings[i % settings.length]] as const).filter(
    (_, i) => i % 2 === runnable.indexOf(design) % 2,
  )
  const whole = settings.flatMap((setting) => PRESET_NAMES.map((preset) => [preset, setting] as const))
  test.each(LONG ? whole : sample)(
    'keeps its promises under %s and goes on when all is healed, set to %j',
    { timeout: TIMEOUT_MS },
    (preset, setting) => {
      const found: string[] = []
      for (let seed = FIRST_SEED; seed <= LAST_SEED; seed++) {
        const told = search(design.slug, setting, preset, seed)
        if (told !== null) found.push(told)
      }
      expect(found).toEqual([])
    },
  )
})

test.each(Object.entries(kept))('%s does not come back', (_file, { design: slug, ...run }) => {
  const design = DESIGNS.get(slug)!.design!
  expect(judge(design, run, healthyGoodput(design, run.settings, run.seed))).toBeNull()
})

test(
  'the search finds a planted weakness, and shrinks the run to the fault that it takes',
  { timeout: 120_000 },
  () => {
    const design = DESIGNS.get('caching-techniques')!.design!
    const wrong = (seed: number, commands: SwarmRun['commands']) =>
      judge(design, { settings: { pattern: 'write-behind' }, seed, commands }, 0)
    const drawn = (seed: number) => drawFaults('crashes', design, new RandomStream(seed, 'swarm/crashes'))
    const seed = Array.from({ length: 200 }, (_, i) => i + 1).find(
      (each) => wrong(each, drawn(each)) !== null,
    )!
    expect(seed, 'a seed that finds it').toBeDefined()
    const least = shrink(drawn(seed), (fewer) => wrong(seed, fewer) !== null)
    expect(least.map(({ action }) => action.do)).toEqual(['inject', 'lift'])
    expect(wrong(seed, least)).toMatch(/^acknowledged-writes-survive: /)
  },
)
