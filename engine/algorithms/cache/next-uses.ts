/** What stands for "never asked for again". */
export const NEVER = 2_147_483_647

/** For each request, when its key is asked for next, or NEVER. Keys are dense: 0, 1, …, distinct - 1. One pass back. */
export function nextUses(keys: ArrayLike<number>): Int32Array {
  const upcoming = new Int32Array(distinctKeys(keys)).fill(NEVER)
  const next = new Int32Array(keys.length)
  for (let i = keys.length - 1; i >= 0; i--) {
    next[i] = upcoming[keys[i]]
    upcoming[keys[i]] = i
  }
  return next
}

/** One more than the largest of dense keys. */
export function distinctKeys(keys: ArrayLike<number>): number {
  let largest = -1
  for (let i = 0; i < keys.length; i++) if (keys[i] > largest) largest = keys[i]
  return largest + 1
}
