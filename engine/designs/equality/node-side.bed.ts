import type { Nanos } from '../../lib/units.ts'
import { describeUpcoming } from '../../run/describe-event.ts'
import type { Design } from '../../schema/design.ts'
import { DESIGNS } from '../catalogue.ts'
import { firstDifference } from './first-difference.bed.ts'
import { worldOf } from './world-of.bed.ts'

export { DESIGNS, firstDifference, worldOf }

/** A run in Node, to be held against the same one in a browser: made anew as often as it takes, and stepped through where they part. */
export function nodeSide(design: Pick<Design, 'document' | 'switches'>, seed: number) {
  let world = worldOf(design, seed)
  return {
    where: 'Node',
    digestAt(nanos: Nanos): string {
      world = worldOf(design, seed)
      if (nanos > 0) world.runUntil(nanos)
      return world.digest()
    },
    step() {
      let said: string | null = null
      const { scheduler } = world.parts.kernel
      const fired = world.step(() => (said = describeUpcoming(scheduler) ?? said))
      const what = fired ? (said ?? 'An event has happened.') : 'Nothing is left to happen.'
      return { said: what, nowNanos: world.now, events: world.events, digest: world.digest() }
    },
  }
}
