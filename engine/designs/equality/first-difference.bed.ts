import { describeUpcoming } from '../../run/describe-event.ts'
import type { World } from '../../run/world.ts'

/** The first event in which two runs differ. */
export interface FirstDifference {
  /** How many events are the same in both. */
  sameEvents: number
  /** What each of the two does next, as a sentence. */
  nextOfA: string
  nextOfB: string
}

/**
 * Where two runs part, when they do within `events` events; null when they are the same. Each is made anew and run to some number of
 * events as often as it takes: a digest folds everything before it, so a difference stays, and bisection finds where it began.
 */
export function firstDifference(a: () => World, b: () => World, events: number): FirstDifference | null {
  const differAt = (count: number) => after(a, count).digest() !== after(b, count).digest()
  if (!differAt(events)) return null
  let same = 0
  let differ = events
  while (differ - same > 1) {
    const middle = Math.floor((same + differ) / 2)
    if (differAt(middle)) differ = middle
    else same = middle
  }
  return { sameEvents: same, nextOfA: next(after(a, same)), nextOfB: next(after(b, same)) }
}

function after(make: () => World, events: number): World {
  const world = make()
  world.runUntil(Number.MAX_SAFE_INTEGER, events)
  return world
}

function next(world: World): string {
  const at = `${(world.parts.kernel.scheduler.nextTime() / 1e9).toFixed(9)} s`
  return `${at}: ${describeUpcoming(world.parts.kernel.scheduler) ?? 'nothing'}`
}
