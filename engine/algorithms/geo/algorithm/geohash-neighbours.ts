import { cellOf, geohashOf, latitudeBits, longitudeBits } from '../geohash-grid.ts'

/** North, then clockwise: columns eastward, rows northward. */
const STEPS: readonly (readonly [number, number])[] = [
  [0, 1],
  [1, 1],
  [1, 0],
  [1, -1],
  [0, -1],
  [-1, -1],
  [-1, 0],
  [-1, 1],
]

/**
 * The eight cells around a cell, from the north clockwise. The date line is no edge: columns go round. Over a pole lies the cell on the other
 * side of the world, in the same row, so that all eight are cells that touch this one.
 * Paper: Niemeyer, geohash.org (2008); departure: others take the row at the opposite pole for a neighbour. Compare: coveringGeohashes,
 * which takes what a radius needs. Cost: O(letters). Invariant: a neighbour has the cell among its own neighbours.
 */
export function geohashNeighbours(geohash: string): string[] {
  const { precision, column, row } = cellOf(geohash)
  const columns = 1 << longitudeBits(precision)
  const rows = 1 << latitudeBits(precision)
  return STEPS.map(([east, north]) => {
    const to = row + north
    const overPole = to < 0 || to >= rows
    const across = (column + east + (overPole ? columns >> 1 : 0)) & (columns - 1)
    return geohashOf(precision, across, overPole ? row : to)
  })
}
