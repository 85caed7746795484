import { atan2, cos, PI, sin } from '../../../lib/math.ts'
import type { Place } from '../place.ts'

/** The mean radius of the WGS 84 ellipsoid, as IUGG defines it (Moritz 2000). */
export const EARTH_RADIUS_METERS = 6_371_008.8
const RADIANS = PI / 180

/**
 * The distance of two places along a great circle of a sphere, in metres; off by up to 0.56 % on the real, flattened Earth.
 * Paper: Sinnott, "Virtues of the haversine" (Sky and Telescope 1984); with atan2, which keeps it sound near the antipode.
 * Compare: law of cosines (loses short distances), Vincenty's formulae (the ellipsoid). Cost: O(1), three sines and cosines.
 * Invariant: symmetric, 0 for a place itself, at most half the circumference.
 */
export function haversineMeters(from: Place, to: Place): number {
  const sineLatitude = sin(((to.latitude - from.latitude) * RADIANS) / 2)
  const sineLongitude = sin(((to.longitude - from.longitude) * RADIANS) / 2)
  const product = cos(from.latitude * RADIANS) * cos(to.latitude * RADIANS)
  const half = Math.min(1, sineLatitude * sineLatitude + product * sineLongitude * sineLongitude)
  return 2 * EARTH_RADIUS_METERS * atan2(Math.sqrt(half), Math.sqrt(1 - half))
}
