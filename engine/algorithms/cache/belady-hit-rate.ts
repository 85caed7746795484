import { countHits } from './count-hits.ts'
import { Belady } from './policy/belady.ts'

/** Bélády's hit rate, the mark that policies are measured against; `sizes` null: every object counts 1. */
export function beladyHitRate(
  keys: ArrayLike<number>,
  sizes: ArrayLike<number> | null,
  capacity: number,
): number {
  if (keys.length === 0) return 0
  const future = { keys, sizes }
  return countHits(new Belady({ capacity, future }), future) / keys.length
}
