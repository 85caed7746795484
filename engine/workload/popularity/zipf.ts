import { Zipf } from '../../lib/distribution/zipf.ts'
import type { PopularitySpec } from '../popularity.ts'

/** A few favourites and a long tail, as with words, films and pages. */
export const popularity: PopularitySpec = {
  name: 'zipf',
  title: 'Zipf',
  make({ keys, skew }, random) {
    const zipf = new Zipf({ keys, exponent: skew })
    return { next: () => zipf.next(random) }
  },
}
