import { describe, expect, test } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { s } from '../../lib/units.ts'
import type { Design } from '../../schema/design.ts'
import { bundled } from '../bundled.bed.ts'
import type { Regression } from './search.bed.ts'
import { shrink } from './shrink.bed.ts'
import type { SwarmRun } from './swarm-run.bed.ts'

const { DESIGNS, FAULTS_UNTIL, GETS_ON, QUIET } = bundled
const { drawFaults, healthyRun, judge, presetsOf, search, withDeaf } = bundled
const LONG = process.env.BREAKWATER_LONG === '1'
/** Seeds of the long search, for each preset: `1-200`, or a part of them, for several machines or days. */
const [FIRST_SEED, LAST_SEED] = (process.env.BREAKWATER_SEEDS ?? '1-200').split('-').map(Number)
const TIMEOUT_MS = 24 * 3_600_000
/** A stream of more costs the sample its time; the long search runs every design as it is. */
const SAMPLE_RATE = 4_000

const runnable = [...DESIGNS.values()].flatMap(({ design }) => (design === null ? [] : [design]))
const designOf = (slug: string): Design => DESIGNS.get(slug)!.design!

const kept = import.meta.glob<Regression>('./regressions/*.json', { eager: true, import: 'default' })

describe.each(runnable.map((design) => [design.slug, design] as const))('%s', (slug, design) => {
  // The sample takes every third preset, in a turn of its own for each design, and for each another seed, which has its own setting.
  const turn = runnable.indexOf(design) % 3
  const sample = presetsOf(design).flatMap((preset, i) => (i % 3 === turn ? [[preset, i + 1] as const] : []))
  test.runIf(!LONG).each(sample)(
    'keeps its promises under %s and goes on when all is healed, seed %i',
    { timeout: TIMEOUT_MS },
    (preset, seed) => {
      expect(search(slug, preset, seed, SAMPLE_RATE).failure).toBeNull()
    },
  )

  test.runIf(LONG)('keeps its promises and goes on when all is healed', { timeout: TIMEOUT_MS }, () => {
    const found: string[] = []
    const moved = new Set<string>()
    for (let seed = FIRST_SEED; seed <= LAST_SEED; seed++) {
      for (const preset of presetsOf(design)) {
        const { failure, inVain } = search(slug, preset, seed)
        if (failure !== null) found.push(failure)
        if (!inVain) moved.add(preset)
      }
    }
    expect(found).toEqual([])
    // Presets whose faults never made a difference test nothing. Ten seeds tell.
    if (LAST_SEED - FIRST_SEED >= 9) expect([...moved].toSorted()).toEqual(presetsOf(design).toSorted())
  })
})

test.each(Object.entries(kept))('%s does not come back', (_file, { design: slug, ...run }) => {
  const design = designOf(slug)
  expect(judge(design, run, healthyRun(design, run))).toBeNull()
})

test('every kind that a design is made of is asked whether it gets on, or is quiet', () => {
  const kinds = new Set(
    runnable.flatMap(({ document }) => Object.values(document.nodes).map(({ kind }) => kind)),
  )
  expect([...kinds].filter((kind) => GETS_ON.has(kind) === QUIET.has(kind))).toEqual([])
})

/** Nobody asks for what these do, so that clients have their answers all the same. */
const STUCK: [slug: string, kind: string, node: string | null, told: RegExp][] = [
  ['message-broker', 'consumer', null, /no progress after all was healed: every consumer has done \d+/],
  ['configuration-store', 'config-watcher', 'web', /no progress after all was healed: web has done 0/],
  ['top-k-heavy-hitters', 'top-k-reducer', null, /no progress after all was healed: reducer has done 0/],
]
test.each(STUCK)(
  'in %s a %s that hears nothing any more is found',
  { timeout: 60_000 },
  (slug, kind, node, told) => {
    const design = designOf(slug)
    const run: SwarmRun = { settings: {}, seed: 1, commands: [], mostPerSecond: SAMPLE_RATE }
    const kinds = withDeaf(kind, s(FAULTS_UNTIL), (id) => node === null || id === node)
    const wrong = judge(design, run, healthyRun(design, run), kinds)
    expect(wrong).toMatch(told)
    expect(wrong).not.toMatch(/all clients together/)
  },
)

test(
  'the search finds a planted weakness, and shrinks the run to the fault that it takes',
  { timeout: 120_000 },
  () => {
    const design = designOf('caching-techniques')
    const settings = { pattern: 'write-behind' }
    const wrong = (seed: number, commands: SwarmRun['commands']) =>
      judge(design, { settings, seed, commands }, { done: {}, course: '' })
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
