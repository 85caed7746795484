import type { Estimate } from '../schema/design.ts'

/** Three regions far apart: what their nodes' ids begin with, where they are, and which of the others is nearer. */
export const REGIONS = [
  { id: 'us', region: 'us-east', title: 'Virginia', others: ['eu', 'ap'] },
  { id: 'eu', region: 'eu-west', title: 'Ireland', others: ['us', 'ap'] },
  { id: 'ap', region: 'ap-southeast', title: 'Singapore', others: ['eu', 'us'] },
] as const
export type RegionId = (typeof REGIONS)[number]['id']

/** Typical round trips in milliseconds, as the network has them between these regions. */
const ROUND_TRIP_MS: Readonly<Record<string, number>> = { 'us-eu': 70, 'us-ap': 220, 'eu-ap': 178 }

/** Typical round trip in milliseconds between two of them. */
export const roundTripMs = (a: RegionId, b: RegionId): number =>
  ROUND_TRIP_MS[`${a}-${b}`] ?? ROUND_TRIP_MS[`${b}-${a}`]

/** The distances as estimates, for formulas to build on. */
export const ROUND_TRIPS: Readonly<Record<'usEu' | 'usAp' | 'euAp', Estimate>> = {
  usEu: distance('Virginia – Ireland', 'us', 'eu'),
  usAp: distance('Virginia – Singapore', 'us', 'ap'),
  euAp: distance('Ireland – Singapore', 'eu', 'ap'),
}

function distance(between: string, a: RegionId, b: RegionId): Estimate {
  return {
    title: `Round trip ${between}`,
    unit: 'ms',
    value: roundTripMs(a, b),
    source: 'rounded from publicly reported measurements between the large clouds’ regions',
  }
}
