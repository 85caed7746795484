/**
 * How many updates of each actor are known, for actors that come and go: actor, count, actor, count …, by rising actor. An actor
 * that is missing counts as 0. Never changed.
 */
export type SparseVector = readonly number[]

export function countOf(vector: SparseVector, actor: number): number {
  for (let i = 0; i < vector.length; i += 2) if (vector[i] === actor) return vector[i + 1]
  return 0
}

/** The least vector that knows what either does; one of them when it knows everything of the other. */
export function mergeSparse(a: SparseVector, b: SparseVector): SparseVector {
  if (covers(a, b)) return a
  if (covers(b, a)) return b
  const merged: number[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (j >= b.length || a[i] < b[j]) {
      merged.push(a[i], a[i + 1])
      i += 2
    } else if (i >= a.length || b[j] < a[i]) {
      merged.push(b[j], b[j + 1])
      j += 2
    } else {
      merged.push(a[i], Math.max(a[i + 1], b[j + 1]))
      i += 2
      j += 2
    }
  }
  return merged
}

/** Whether `a` knows everything that `b` does. */
export function covers(a: SparseVector, b: SparseVector): boolean {
  for (let i = 0; i < b.length; i += 2) if (countOf(a, b[i]) < b[i + 1]) return false
  return true
}
