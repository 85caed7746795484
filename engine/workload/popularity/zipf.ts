import { Zipf } from '../../lib/distribution/zipf.ts'
import type { PopularitySpec } from '../popularity.ts'

/** The key of rank r is asked for in proportion to 1 / r^skew: few favourites and a long tail. Key 0 is the favourite. */
export const popularity: PopularitySpec = {
  name: 'zipf',
  title: 'Zipf',
  make({ keys, skew }, random) {
    const zipf = new Zipf({ keys, exponent: skew })
    return { next: () => zipf.next(random) }
  },
}
