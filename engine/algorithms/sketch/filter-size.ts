import { assert } from '../../lib/assert.ts'
import { exp, LN2, ln } from '../../lib/math.ts'

const HASHES_MAX = 32

/** What a Bloom filter is made for; with more keys its rate of false positives is higher. */
export interface FilterOptions {
  readonly keys: number
  readonly falsePositiveRate: number
}

/**
 * How many places (bits or counters, at most `placesMax`) and hashes a Bloom filter needs: -n ln(p) / ln(2)^2 places and
 * m / n ln(2) hashes, for n keys at a rate p of false positives.
 * Paper: Bloom, "Space/time trade-offs in hash coding with allowable errors" (1970).
 */
export function filterSize(options: FilterOptions, placesMax: number): { places: number; hashes: number } {
  const { keys, falsePositiveRate } = options
  assert(
    Number.isSafeInteger(keys) && keys >= 1,
    'a Bloom filter is sized for a positive whole number of keys',
  )
  assert(falsePositiveRate > 0 && falsePositiveRate < 1, 'the rate of false positives is between 0 and 1')
  const places = Math.max(1, Math.ceil((-keys * ln(falsePositiveRate)) / (LN2 * LN2)))
  assert(places <= placesMax, `such a Bloom filter has at most ${placesMax} places`)
  return { places, hashes: Math.min(HASHES_MAX, Math.max(1, Math.round((places / keys) * LN2))) }
}

/** The share of absent keys that pass, by Bloom's analysis: (1 - e^(-k n / m))^k. */
export function expectedFalsePositives(places: number, hashes: number, keys: number): number {
  const filled = 1 - exp((-hashes * keys) / places)
  let rate = 1
  for (let i = 0; i < hashes; i++) rate *= filled
  return rate
}
