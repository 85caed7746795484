import { describe, expect, test } from 'vitest'
import type { Scheduler } from '../kernel/scheduler.ts'
import { RandomStream } from '../lib/random.ts'
import { ms, s } from '../lib/units.ts'
import { bundled } from './bundled.bed.ts'

const { AnyHand, DESIGNS, INVARIANTS, SERVICES, assemble, summarize } = bundled
const LONG = process.env.BREAKWATER_LONG === '1'
const DEEDS = 25
/** Some settings make a run as slow as they like. */
const MOST_EVENTS = 400_000

type Design = NonNullable<(typeof DESIGNS extends ReadonlyMap<string, infer Entry> ? Entry : never)['design']>

/** Somebody edits, sets, flips, breaks and mends a running design in any order, and looks at all of it; what was done, if that stopped the engine. */
function stopped(design: Design, seed: number, kinds = SERVICES): string | null {
  const options = { kinds, invariants: INVARIANTS, seed, switches: design.switches }
  const world = assemble(design.document, options)
  onlyWholeNanos(world.parts.kernel.scheduler)
  const random = new RandomStream(seed, 'hand')
  const hand = new AnyHand(world, design, random)
  try {
    for (let deed = 0; deed < DEEDS; deed++) {
      if (!world.runUntil(world.now + ms(1 + random.below(120)), MOST_EVENTS)) return null
      world.parts.timeline.drain()
      for (const behaviour of world.parts.behaviours.values()) behaviour.inspect()
      hand.act()
    }
    world.runUntil(world.now + s(0.3), MOST_EVENTS)
    summarize(world)
    return null
  } catch (error) {
    const { stack = String(error) } = error as Error
    return `seed ${seed}, after ${hand.done.slice(-5).join('; ')}: ${stack}`
  }
}

/** Time is counted in whole nanoseconds: a delay of a half would be found out only much later. */
function onlyWholeNanos(scheduler: Scheduler): void {
  const after = scheduler.after.bind(scheduler)
  const afterSeat = scheduler.afterSeat.bind(scheduler)
  const whole = (delay: number) => {
    if (!Number.isInteger(delay)) throw new Error(`An event was set for ${delay} ns from now.`)
    return delay
  }
  scheduler.after = (delay, ...event) => after(whole(delay), ...event)
  scheduler.afterSeat = (delay, ...event) => afterSeat(whole(delay), ...event)
}

const designs = [...DESIGNS.values()].flatMap(({ slug, design }) =>
  design === null ? [] : [{ slug, design }],
)
const seeds = Array.from({ length: LONG ? 200 : 3 }, (_, i) => i + 1)

describe('nothing that a person can do to a running design stops the engine', () => {
  test.each(designs)('$slug', { timeout: LONG ? 1_200_000 : 120_000 }, ({ design }) => {
    expect(seeds.flatMap((seed) => stopped(design, seed) ?? [])).toEqual([])
  })

  test('and a kind that forgets that its edges may be taken away is found out', { timeout: 120_000 }, () => {
    const limiter = SERVICES.get('rate-limiter')!
    const forgetful: typeof limiter = {
      ...limiter,
      on: { ...limiter.on, links: (state, ctx) => void (state.store = ctx.links('store')[0].index) },
    }
    const kinds = new Map(SERVICES).set('rate-limiter', forgetful)
    const { design } = DESIGNS.get('rate-limiter')!
    const found = Array.from({ length: 20 }, (_, i) => stopped(design!, i + 1, kinds))
    expect(found.some((each) => each?.includes("reading 'index'"))).toBe(true)
  })
})
