import { cellOf, latitudeBits, longitudeBits } from '../geohash-grid.ts'
import { widthOf } from '../width-of.ts'

/** The rectangle of a cell, in degrees; its edges are exact. */
export interface GeohashBounds {
  south: number
  west: number
  north: number
  east: number
}

/**
 * The bounds of the cell that a geohash names; its middle is the best guess at the place.
 * Paper: Niemeyer, geohash.org (2008). Compare: decoding to a point, which hides how little is known. Cost: O(letters).
 * Invariant: encoding any place within them (not on the far edges) to as many letters gives the geohash back.
 */
export function decodeGeohash(geohash: string): GeohashBounds {
  const { precision, column, row } = cellOf(geohash)
  const width = widthOf(360, longitudeBits(precision))
  const height = widthOf(180, latitudeBits(precision))
  const west = column * width - 180
  const south = row * height - 90
  return { south, west, north: south + height, east: west + width }
}
