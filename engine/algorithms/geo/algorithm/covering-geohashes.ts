import { assert } from '../../../lib/assert.ts'
import { asin, cos, PI, sin } from '../../../lib/math.ts'
import { metersToCell } from '../meters-to-cell.ts'
import { assertPrecision, geohashOf, latitudeBits, longitudeBits } from '../geohash-grid.ts'
import type { Place } from '../place.ts'
import { widthOf } from '../width-of.ts'
import { EARTH_RADIUS_METERS } from './haversine-meters.ts'

const RADIANS = PI / 180
/** Rounding may not lose a cell that the circle just touches. */
const SLACK = 1 + 1e-12
/** The same in cells: a count of up to 2^30 of them is off by 1e-7. */
const CELL_SLACK = 1e-6
const CELLS_MAX = 100_000

/**
 * The cells that a circle on the sphere touches, and no others, south to north and each row from the west of the circle: whoever is within the
 * radius is in one of them. A circle over the date line or around a pole is nothing special.
 * Paper: Niemeyer, geohash.org (2008); the circle's span by Matuschek, "Finding points within a distance of a latitude/longitude using
 * bounding coordinates" (2010). Compare: a cell and its eight neighbours (covers a radius of one cell only).
 * Cost: O(cells in the circle's bounding box). Invariant: equals testing every cell of the world.
 */
export function coveringGeohashes(center: Place, radiusMeters: number, precision: number): string[] {
  assertPrecision(precision)
  assert(radiusMeters >= 0, 'a radius is not negative')
  const onEarth = Math.abs(center.latitude) <= 90 && Math.abs(center.longitude) <= 180
  assert(onEarth, 'a latitude is from -90 to 90 degrees, a longitude from -180 to 180')
  const width = widthOf(360, longitudeBits(precision))
  const height = widthOf(180, latitudeBits(precision))
  const columns = 1 << longitudeBits(precision)
  const rows = 1 << latitudeBits(precision)
  const radius = (radiusMeters / EARTH_RADIUS_METERS / RADIANS) * SLACK
  const lowest = Math.max(0, Math.floor((center.latitude - radius + 90) / height - CELL_SLACK))
  const highest = Math.min(rows - 1, Math.floor((center.latitude + radius + 90) / height + CELL_SLACK))
  const span = longitudeSpan(center.latitude, radius)
  const from = Math.floor((center.longitude - span + 180) / width - CELL_SLACK)
  const across =
    span >= 180
      ? columns
      : Math.min(columns, Math.floor((center.longitude + span + 180) / width + CELL_SLACK) - from + 1)
  assert(
    (highest - lowest + 1) * across <= CELLS_MAX,
    'a circle is covered by at most 100,000 cells; take fewer letters',
  )
  const found: string[] = []
  for (let row = lowest; row <= highest; row++) {
    const south = row * height - 90
    for (let step = 0; step < across; step++) {
      const column = (from + step) & (columns - 1)
      const west = column * width - 180
      const bounds = { south, west, north: south + height, east: west + width }
      if (metersToCell(center, bounds) <= radiusMeters * SLACK) found.push(geohashOf(precision, column, row))
    }
  }
  return found
}

/** How far a circle reaches east and west of its centre, in degrees: everywhere when it has a pole in it. */
function longitudeSpan(latitude: number, radius: number): number {
  if (Math.abs(latitude) + radius >= 90) return 180
  const ratio = sin(radius * RADIANS) / cos(latitude * RADIANS)
  return (asin(Math.min(1, ratio)) / RADIANS) * SLACK
}
