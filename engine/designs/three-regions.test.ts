import { expect, test } from 'vitest'
import { toMs } from '../lib/units.ts'
import { roundTripNanos } from '../network/regions.ts'
import { REGIONS, roundTripMs } from './three-regions.ts'

test('regions are as far apart for a design as they are for the network', () => {
  for (const { id, region } of REGIONS)
    for (const other of REGIONS)
      if (other.id !== id) expect(roundTripMs(id, other.id)).toBe(toMs(roundTripNanos(region, other.region)))
})
