import { Zipf } from '../../lib/distribution/zipf.ts'
import type { PopularitySpec } from '../popularity.ts'

/** So far the favourites move on, as a share of all keys: what was popular is not any more. */
const SHIFT_SHARE = 0.37

/** Zipf whose favourites change now and then: today's news is not tomorrow's. */
export const popularity: PopularitySpec = {
  name: 'shifting',
  title: 'Zipf, favourites change',
  make({ keys, skew, shiftNanos }, random) {
    const zipf = new Zipf({ keys, exponent: skew })
    const step = Math.max(1, Math.floor(keys * SHIFT_SHARE))
    return { next: (now) => (zipf.next(random) + step * Math.floor(now / shiftNanos)) % keys }
  },
}
