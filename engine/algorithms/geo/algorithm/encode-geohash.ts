import { assert } from '../../../lib/assert.ts'
import { assertPrecision, lettersOf, partOf } from '../geohash-grid.ts'

/**
 * The geohash of a place: which of the cells, halved by turns east-west and north-south, it lies in, five halvings a letter. Places with a
 * common prefix are near each other; the converse does not hold at a cell's edge, which is why searches take the neighbours too.
 * Degrees; a longitude beyond ±180 goes round, 180 itself and the North Pole belong to the last cell.
 * Paper: Morton, "A computer oriented geodetic data base and a new technique in file sequencing" (1966); Niemeyer, geohash.org (2008).
 * Compare: quadtree (splits where it is dense), Hilbert order (no jumps). Cost: O(1): both axes by one multiplication, letters in pairs.
 * Invariant: the place lies within the bounds of its geohash; fewer letters are a prefix of more.
 */
export function encodeGeohash(latitude: number, longitude: number, precision: number): string {
  assertPrecision(precision)
  assert(latitude >= -90 && latitude <= 90, 'a latitude is from -90 to 90 degrees')
  const within = longitude >= -180 && longitude <= 180 ? longitude : roundTheWorld(longitude)
  return lettersOf(partOf(within, 180), partOf(latitude, 90), precision)
}

function roundTheWorld(longitude: number): number {
  assert(longitude - longitude === 0, 'a longitude is a finite number of degrees')
  const turned = (longitude + 180) % 360
  return turned < 0 ? turned + 180 : turned - 180
}
