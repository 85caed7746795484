import type { Nanos } from '../../lib/units.ts'
import type { World } from '../../run/world.ts'
import { firstDifference } from './first-difference.bed.ts'
import type { Move } from './ways.bed.ts'

/**
 * Null when a run that is moved so comes to `straightDigest`, that of the same run straight through; else a sentence that names the first
 * event in which the two differ.
 */
export function mismatch(make: () => World, move: Move, until: Nanos, straightDigest: string): string | null {
  const moved = make()
  move(moved, until)
  if (moved.digest() === straightDigest) return null
  const parted = firstDifference(
    { make, move: (world) => void world.runUntil(until) },
    { make, move: (world) => move(world, until) },
  )
  if (parted === null) return 'It differed once, and was the same when it was run anew.'
  const { sameEvents, nextOfA, nextOfB } = parted
  return `The first ${sameEvents} events are the same. Then, straight through, ${nextOfA} Moved so, ${nextOfB}`
}
