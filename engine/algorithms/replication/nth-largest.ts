/** The n-th largest of `values` at `positions`; n counts from 1. For a handful of positions: it counts instead of sorting a copy. */
export function nthLargest(values: readonly number[], positions: readonly number[], n: number): number {
  for (const candidate of positions) {
    const value = values[candidate]
    let larger = 0
    let equal = 0
    for (const position of positions) {
      if (values[position] > value) larger++
      else if (values[position] === value) equal++
    }
    if (larger < n && n <= larger + equal) return value
  }
  return NaN
}
