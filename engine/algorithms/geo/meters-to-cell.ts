import { atan2, cos, PI, sin } from '../../lib/math.ts'
import type { GeohashBounds } from './algorithm/decode-geohash.ts'
import { EARTH_RADIUS_METERS, haversineMeters } from './algorithm/haversine-meters.ts'
import type { Place } from './place.ts'

const RADIANS = PI / 180

/** The distance along a great circle from a place to the nearest of a cell, in metres; 0 within. */
export function metersToCell(place: Place, cell: GeohashBounds): number {
  const eastward = turnFrom(cell.west, place.longitude)
  if (eastward <= cell.east - cell.west) {
    const beside = Math.max(cell.south - place.latitude, place.latitude - cell.north, 0)
    return beside * RADIANS * EARTH_RADIUS_METERS
  }
  return Math.min(metersToMeridian(place, cell, cell.west), metersToMeridian(place, cell, cell.east))
}

/** To the nearest point of the cell's western or eastern side: where a great circle meets it at a right angle, or else its nearer end. */
function metersToMeridian(place: Place, cell: GeohashBounds, longitude: number): number {
  const turn = (longitude - place.longitude) * RADIANS
  const latitude = place.latitude * RADIANS
  const foot = atan2(sin(latitude), cos(latitude) * cos(turn)) / RADIANS // beyond 90: behind a pole
  if (foot >= cell.south && foot <= cell.north) return haversineMeters(place, { latitude: foot, longitude })
  return Math.min(
    haversineMeters(place, { latitude: cell.south, longitude }),
    haversineMeters(place, { latitude: cell.north, longitude }),
  )
}

/** Degrees eastward from a meridian to a longitude, in [0, 360). */
function turnFrom(meridian: number, longitude: number): number {
  const turn = (longitude - meridian) % 360
  return turn < 0 ? turn + 360 : turn
}
