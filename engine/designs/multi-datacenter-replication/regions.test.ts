import { expect, test } from 'vitest'
import { roundTripNanos } from '../../network/regions.ts'
import { toMs } from '../../lib/units.ts'
import { ROUND_TRIP_MS } from './regions.ts'

test('routers are as far apart as the replicas beside them', () => {
  expect(ROUND_TRIP_MS).toEqual({
    'us-eu': toMs(roundTripNanos('us-east', 'eu-west')),
    'us-ap': toMs(roundTripNanos('us-east', 'ap-southeast')),
    'eu-ap': toMs(roundTripNanos('eu-west', 'ap-southeast')),
  })
})
