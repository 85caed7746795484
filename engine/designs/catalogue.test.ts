import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Design, Scenario } from '../schema/design.ts'
import { RandomStream } from '../lib/random.ts'
import { s } from '../lib/units.ts'
import type { World } from '../run/world.ts'
import type { Action } from '../schema/document.ts'
import { bundled } from './bundled.bed.ts'

const { DESIGNS, INVARIANTS, SERVICES, assemble, evaluateEstimates, setAnything, summarize } = bundled
const LONG = process.env.BREAKWATER_LONG === '1'
const seedsUpTo = (most: number) => Array.from({ length: most }, (_, i) => i + 1)
const runnable = [...DESIGNS.values()].flatMap(({ design }) => (design === null ? [] : [design]))

test('the gallery lists 45 designs with numbers and slugs of their own', () => {
  expect(DESIGNS.size).toBe(45)
  expect([...DESIGNS.values()].map(({ number }) => number)).toEqual(
    Array.from({ length: 45 }, (_, i) => i + 1),
  )
})

describe.each(runnable.map((design) => [design.slug, design] as const))('%s', (_slug, design) => {
  test('has a steady scenario, two faults at least, and an ablation that breaks when its idea is removed', () => {
    const scenarios = Object.values(design.scenarios)
    expect(scenarios.length).toBeGreaterThanOrEqual(4)
    expect(design.scenarios.steady).toBeDefined()
    expect(scenarios.filter(injects).length).toBeGreaterThanOrEqual(2)
    expect(
      scenarios.some(({ without, with: first, breaks, violates }) => {
        const removes =
          without !== undefined || first?.some(({ do: what }) => what === 'switch' || what === 'set') === true
        return removes && (breaks?.length ?? 0) + (violates?.length ?? 0) > 0
      }),
    ).toBe(true)
  })

  test('names only what exists', () => {
    expect(danglingNames(design)).toEqual([])
  })

  test('works its estimates out', () => {
    for (const [name, value] of evaluateEstimates(design.estimates))
      expect(Number.isFinite(value), name).toBe(true)
    // A share is a fraction everywhere; the page writes it out of a hundred.
    const values = evaluateEstimates(design.estimates)
    for (const [name, { unit }] of Object.entries(design.estimates))
      if (unit === '%') expect(values.get(name), name).toBeLessThanOrEqual(1)
  })

  test('every switch has a naive setting and every setting can be flipped to while it runs', () => {
    for (const [name, item] of Object.entries(design.switches)) {
      expect(item.options[item.default], name).toBeDefined()
      const world = assemble(design.document, {
        kinds: SERVICES,
        invariants: INVARIANTS,
        seed: 1,
        switches: design.switches,
      })
      for (const to of Object.keys(item.options)) {
        world.runUntil(world.now + s(0.2))
        world.act({ do: 'switch', name, to })
      }
      world.runUntil(world.now + s(0.2))
    }
    expect(
      Object.values(design.switches).some(({ options }) =>
        Object.values(options).some(({ naive }) => naive !== undefined),
      ),
    ).toBe(true)
  })

  test.each(LONG ? seedsUpTo(40) : seedsUpTo(2))(
    'survives flips in any order under load and faults, seed %i',
    (seed) => {
      const world = assemble(design.document, {
        kinds: SERVICES,
        invariants: INVARIANTS,
        seed,
        switches: design.switches,
      })
      const random = new RandomStream(seed, 'flips')
      const flips = Object.entries(design.switches).flatMap(([name, { options }]) =>
        Object.keys(options).map((to) => ({ do: 'switch', name, to }) as const),
      )
      const breaks = Object.values(design.breaks).flatMap(({ actions }) => actions)
      for (let i = 0; i < 120; i++) {
        world.runUntil(world.now + Math.round(s(0.1) * random.uniform()))
        if (i % 12 === 5) strikeOrLift(world, breaks[random.below(breaks.length)])
        else world.act(flips[random.below(flips.length)])
      }
      world.runUntil(world.now + s(1))
      expect(summarize(world).requests.offered).toBeGreaterThan(100)
      expect(sharesFarBeyondOne(world)).toEqual([])
    },
  )

  test.each(LONG ? seedsUpTo(60) : [3, 4])(
    'survives any legal settings, seed %i',
    { timeout: 60_000 },
    (seed) => {
      const world = assemble(design.document, {
        kinds: SERVICES,
        invariants: INVARIANTS,
        seed,
        switches: design.switches,
      })
      const random = new RandomStream(seed, 'settings')
      for (let i = 0; i < 60; i++) {
        world.runUntil(world.now + s(0.02))
        setAnything(world, design, random)
      }
      world.runUntil(world.now + s(0.2))
      // Most settings are extreme, and no load at all is legal.
      expect(summarize(world).requests.offered).toBeGreaterThan(0)
    },
  )

  test('every break button strikes', () => {
    for (const [name, { actions }] of Object.entries(design.breaks)) {
      const world = assemble(design.document, {
        kinds: SERVICES,
        invariants: INVARIANTS,
        seed: 2,
        switches: design.switches,
      })
      world.runUntil(s(0.5))
      const quiet = world.digest()
      for (const action of actions) world.act(action)
      expect(world.digest(), name).not.toBe(quiet)
      world.runUntil(s(1))
    }
  })

  test('its guide points only at what exists', () => {
    const guide = readFileSync(new URL(`./${design.slug}/guide.md`, import.meta.url), 'utf8')
    expect(guide.length).toBeGreaterThan(1500)
    expect(danglingDirectives(guide, design)).toEqual([])
  })
})

/** A fault that is in force already is lifted. */
function strikeOrLift(world: World, action: Action): void {
  const id = action.do === 'inject' ? action.id : null
  if (id !== null && world.faults.active.some((fault) => fault.id === id)) world.act({ do: 'lift', id })
  else world.act(action)
}

function injects({ script, with: first }: Scenario): boolean {
  return [...(script ?? []).map(({ action }) => action), ...(first ?? [])].some(
    ({ do: what }) => what === 'inject',
  )
}

function danglingNames(design: Design): string[] {
  const { document } = design
  const dangling: string[] = []
  const need = (known: boolean, name: string) => known || dangling.push(name)
  const metricsOf = new Map(
    assemble(document, { kinds: SERVICES, invariants: INVARIANTS, seed: 1 }).parts.timeline.columns.map(
      ({ id }) => [id, true],
    ),
  )
  for (const chart of design.charts)
    for (const { node, metric } of chart.series)
      need(metricsOf.has(`${node}.${metric}`), `chart ${node}.${metric}`)
  for (const path of design.load) {
    const [node, param] = path.split('.')
    need(document.nodes[node] !== undefined && param !== undefined, `load ${path}`)
  }
  for (const name of document.invariants) need(INVARIANTS.has(name), `invariant ${name}`)
  for (const [name, scenario] of Object.entries(design.scenarios)) {
    for (const slo of [...(scenario.meets ?? []), ...(scenario.breaks ?? [])])
      need(document.slos[slo] !== undefined, `${name}: ${slo}`)
    for (const check of [...(scenario.holds ?? []), ...(scenario.violates ?? [])])
      need(document.invariants.includes(check), `${name}: ${check}`)
  }
  return dangling
}

/** Directives: `[[node]]`, `{run <scenario>}`, `{switch name=setting}`, `{break <button>}`, `{estimate name}`, `{set node.param=value}`, `{show exhibit}`. */
function danglingDirectives(guide: string, design: Design): string[] {
  const dangling: string[] = []
  const check = (pattern: RegExp, known: (...groups: string[]) => boolean) => {
    for (const match of guide.matchAll(pattern)) if (!known(...match.slice(1))) dangling.push(match[0])
  }
  check(/\[\[([^\]]+)\]\]/g, (node) => design.document.nodes[node] !== undefined)
  check(/\{run ([^}]+)\}/g, (name) => design.scenarios[name] !== undefined)
  check(/\{switch ([^=}]+)=([^}]+)\}/g, (name, to) => design.switches[name]?.options[to] !== undefined)
  check(/\{break ([^}]+)\}/g, (name) => design.breaks[name] !== undefined)
  check(/\{estimate ([^}]+)\}/g, (name) => design.estimates[name] !== undefined)
  check(/\{show ([^}]+)\}/g, (what) => what === 'anomalies')
  check(/\{set ([^.}]+)\.([^=}]+)=([^}]+)\}/g, (node) => design.document.nodes[node] !== undefined)
  return dangling
}

/** A limiter that is flipped lets through two or three times its limit, and says so as a share of it. */
const MOST_SHARE = 5

/** Readings that are called a share and were far more than the whole: what counts out of a hundred is read a hundred times too high. */
function sharesFarBeyondOne({ parts: { timeline } }: World): string[] {
  const rows = timeline.drain()
  return timeline.columns
    .map(({ id, unit }, i) => ({ id, unit, most: Math.max(0, ...rows.map((row) => row[i + 1])) }))
    .filter(({ unit, most }) => unit === '%' && most > MOST_SHARE)
    .map(({ id, most }) => `${id} ${most}`)
}
