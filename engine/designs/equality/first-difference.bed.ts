import { describeUpcoming } from '../../run/describe-event.ts'
import type { World } from '../../run/world.ts'
import { stoppedAfter, type MovedRun } from './stopped-after.bed.ts'

/** The first event in which two runs differ. */
export interface FirstDifference {
  /** How many events are the same in both. */
  sameEvents: number
  /** What each of the two does next, as a sentence with its instant. */
  nextOfA: string
  nextOfB: string
}

/**
 * Where two runs part, each moved its own way; null when they are the same. Each is made anew and run to some number of events as often
 * as it takes: a digest folds everything before it, so a difference stays, and bisection finds where it began.
 */
export function firstDifference(a: MovedRun, b: MovedRun): FirstDifference | null {
  const whole = [a, b].map((run) => stoppedAfter(run, Infinity))
  if (whole[0].digest() === whole[1].digest()) return null
  const differAt = (events: number) => stoppedAfter(a, events).digest() !== stoppedAfter(b, events).digest()
  let same = 0
  let differ = Math.max(...whole.map(({ events }) => events))
  while (differ - same > 1) {
    const middle = Math.floor((same + differ) / 2)
    if (differAt(middle)) differ = middle
    else same = middle
  }
  return { sameEvents: same, nextOfA: next(stoppedAfter(a, same)), nextOfB: next(stoppedAfter(b, same)) }
}

function next(world: World): string {
  const { scheduler } = world.parts.kernel
  return `${(scheduler.nextTime() / 1e9).toFixed(9)} s: ${describeUpcoming(scheduler) ?? 'nothing'}`
}
