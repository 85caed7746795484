import { ms, type Nanos } from '../lib/units.ts'

/** A place where data centres stand. */
export interface Region {
  name: string
  title: string
  latitudeDegrees: number
  longitudeDegrees: number
}

/** Regions that a node's `region` may name, at the cities their operators publish. Any other name is a zone of no known place. */
export const REGIONS: readonly Region[] = [
  { name: 'us-east', title: 'Virginia', latitudeDegrees: 38.9, longitudeDegrees: -77.4 },
  { name: 'us-west', title: 'Oregon', latitudeDegrees: 45.8, longitudeDegrees: -119.7 },
  { name: 'eu-west', title: 'Ireland', latitudeDegrees: 53.3, longitudeDegrees: -6.3 },
  { name: 'eu-central', title: 'Frankfurt', latitudeDegrees: 50.1, longitudeDegrees: 8.7 },
  { name: 'ap-southeast', title: 'Singapore', latitudeDegrees: 1.3, longitudeDegrees: 103.8 },
  { name: 'ap-northeast', title: 'Tokyo', latitudeDegrees: 35.7, longitudeDegrees: 139.7 },
  { name: 'ap-south', title: 'Mumbai', latitudeDegrees: 19.1, longitudeDegrees: 72.9 },
  { name: 'sa-east', title: 'São Paulo', latitudeDegrees: -23.5, longitudeDegrees: -46.6 },
]

/**
 * Typical round trips between regions in milliseconds, upper triangle in the order of REGIONS. Rounded from publicly reported
 * measurements between the large clouds' regions of these cities; what a path really takes varies by hour and provider.
 */
const ROUND_TRIP_MS: readonly (readonly number[])[] = [
  [68, 70, 92, 220, 155, 190, 115], // us-east to us-west, eu-west, …
  [128, 148, 165, 98, 220, 178],
  [25, 178, 205, 125, 180],
  [160, 225, 118, 205],
  [70, 60, 330],
  [128, 260],
  [305],
]

/** Round trip between two zones of which at least one is no known region. */
const UNKNOWN_ROUND_TRIP_MS = 100
/** Round trip within one region, between zones. */
const LOCAL_ROUND_TRIP_MS = 1

/** Where a region or one of its zones is: `eu-west/a` is in `eu-west`, and `/a` nowhere in particular. */
export const placeOf = (region: string): string => region.split('/', 1)[0]

/** Whether a node of region `own` stands in `region`: in all of it, or in the zone of it that is named. */
export const standsIn = (own: string, region: string): boolean =>
  region !== '' && (own === region || placeOf(own) === region)

/** Typical round trip between two regions, or between zones of one. */
export function roundTripNanos(a: string, b: string): Nanos {
  const [from, to] = [placeOf(a), placeOf(b)]
  if (from === to) return ms(LOCAL_ROUND_TRIP_MS)
  const i = REGIONS.findIndex(({ name }) => name === from)
  const j = REGIONS.findIndex(({ name }) => name === to)
  if (i === -1 || j === -1) return ms(UNKNOWN_ROUND_TRIP_MS)
  return ms(ROUND_TRIP_MS[Math.min(i, j)][Math.abs(i - j) - 1])
}
