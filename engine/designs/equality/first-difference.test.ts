import { describe, expect, test } from 'vitest'
import { s } from '../../lib/units.ts'
import type { World } from '../../run/world.ts'
import { DESIGNS } from '../catalogue.ts'
import { firstDifference } from './first-difference.bed.ts'
import { mismatch } from './mismatch.bed.ts'
import type { MovedRun } from './stopped-after.bed.ts'
import { straightDigests } from './straight-digests.bed.ts'
import { WAYS } from './ways.bed.ts'
import { worldOf } from './world-of.bed.ts'

const UNTIL = s(1)
const design = DESIGNS.get('rate-limiter')!.design!
const limited = structuredClone(design.document)
for (const node of Object.values(limited.nodes)) if (node.kind === 'rate-limiter') node.params.limit = 3

const straight = (world: World) => void world.runUntil(UNTIL)
const looked = (world: World) => WAYS['looked at all the time'](world, UNTIL)
const planted = (plant: (world: World) => void) => () => {
  const world = worldOf(design, 1)
  plant(world)
  return world
}

/** Twin of the bisection: notes the digest before every event of both, and goes through them from the start. */
function sameEventsOf(a: MovedRun, b: MovedRun): number {
  const [ofA, ofB] = [a, b].map(({ make, move }) => {
    const world = make()
    const { scheduler } = world.parts.kernel
    const before: string[] = []
    const fold = scheduler.fold.bind(scheduler)
    scheduler.fold = (value) => {
      before[scheduler.dispatched] ??= scheduler.digest()
      fold(value)
    }
    move(world)
    return [...before, world.digest()]
  })
  // The first that fires has the number 1, and before the next one its own part shows.
  return ofA.findIndex((digest, i) => digest !== ofB[i]) - 2
}

/** The 300th batch that ends before its time brings in an event of its own. */
const stumbling = planted((world) => {
  const { scheduler } = world.parts.kernel
  const runUntil = world.runUntil.bind(world)
  let batches = 0
  world.runUntil = (until, limit) => {
    const there = runUntil(until, limit)
    if (!there && ++batches === 300) scheduler.after(0, { identity: 9, fire: () => {} }, 1)
    return there
  }
})

/** Whoever looks into a limiter tightens it. */
const touchy = planted((world) => {
  for (const behaviour of world.parts.behaviours.values()) {
    if (behaviour.spec.kind !== 'rate-limiter') continue
    behaviour.inspect = () => {
      behaviour.setChecked('limit', 3)
      return null
    }
  }
})

/** Whoever looks at the users draws a number that was theirs; the event that shows it comes only later. */
const drawing = planted((world) => {
  world.behaviour('users').inspect = () => {
    world.parts.kernel.random('users/arrivals').uniform()
    return null
  }
})

describe('where two runs part', () => {
  test('is told by the event: a limit that is lower makes no difference before it is reached', () => {
    const a = { make: () => worldOf(design, 1), move: straight }
    const b = { make: () => worldOf({ ...design, document: limited }, 1), move: straight }
    const parted = firstDifference(a, b)!
    expect(parted.sameEvents).toBeGreaterThan(50)
    expect(parted.sameEvents).toBe(sameEventsOf(a, b))
    expect(parted.nextOfA).not.toBe(parted.nextOfB)
    expect(firstDifference(a, a)).toBeNull()
  })

  test.each([
    {
      name: 'batches that bring in an event',
      make: stumbling,
      move: (world: World) => WAYS['event by event'](world, UNTIL),
    },
    { name: 'looks that tighten a limit', make: touchy, move: looked },
    { name: 'looks that draw a number', make: drawing, move: looked },
  ])('is found for $name, by bisection as from the start', ({ make, move }) => {
    const [a, b] = [
      { make, move: straight },
      { make, move },
    ]
    const parted = firstDifference(a, b)!
    expect(parted.sameEvents).toBeGreaterThan(50)
    expect(parted.sameEvents).toBe(sameEventsOf(a, b))
    expect(firstDifference(b, b)).toBeNull()
  })
})

describe('a mismatch names its first event', () => {
  const told = (make: () => World, move: keyof typeof WAYS) =>
    mismatch(make, WAYS[move], UNTIL, straightDigests(make, UNTIL)(1))
  const NAMED =
    /^The first (\d+) events are the same\. Then, straight through, 0\.\d{9} s: (.+\.) Moved so, 0\.\d{9} s: (.+\.)$/

  test('when batches make the difference', () => {
    const [, events, straight, moved] = NAMED.exec(told(stumbling, 'event by event')!)!
    expect(events).toBe('300')
    expect(straight).not.toBe(moved)
    expect(moved).toBe('Something goes on inside a node.')
    expect(told(stumbling, 'in batches of 10,000 events')).toBeNull()
    expect(told(stumbling, 'looked at all the time')).toBeNull()
  })

  test.each([touchy, drawing])('when looking makes the difference', (make) => {
    const [, , straight, moved] = NAMED.exec(told(make, 'looked at all the time')!)!
    expect(straight).not.toBe(moved)
    expect(told(make, 'event by event')).toBeNull()
  })
})
