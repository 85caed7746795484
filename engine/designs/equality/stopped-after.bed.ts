import { EventQueue } from '../../kernel/event-queue.ts'
import type { World } from '../../run/world.ts'

/** A run that can be made anew as often as it takes, and how it is moved on: at one go, in batches, looked at, paced. */
export interface MovedRun {
  make: () => World
  move: (world: World) => void
}

/**
 * The world of a run that was moved its own way, as it is when so many events have fired and the next one is due; at its end when there
 * are no more. It is stopped from beneath, between two events: asked for a shorter way, it would cut its batches elsewhere and be
 * looked at elsewhere, and whatever of that makes a difference would be gone.
 */
export function stoppedAfter({ make, move }: MovedRun, events: number): World {
  const world = make()
  const { scheduler } = world.parts.kernel
  const popDue = Object.getOwnPropertyDescriptor(EventQueue.prototype, 'popDue')!
  const pop = popDue.value as (this: EventQueue) => number
  const guarded = function (this: EventQueue): number {
    const due = scheduler.nextTime() <= this.until[0] && scheduler.upcoming() !== null
    // Again and again, should the way catch it: nothing more is to happen in this world.
    if (due && scheduler.dispatched >= events) throw new Enough()
    return pop.call(this)
  }
  Object.defineProperty(EventQueue.prototype, 'popDue', { ...popDue, value: guarded })
  try {
    move(world)
  } catch (error) {
    if (!(error instanceof Enough)) throw error
  } finally {
    Object.defineProperty(EventQueue.prototype, 'popDue', popDue)
  }
  return world
}

class Enough extends Error {
  override message = 'so many events were asked for and no more'
}
