import { Zipf } from '../../lib/distribution/zipf.ts'
import { hashInteger32 } from '../../lib/hash.ts'
import type { PopularitySpec } from '../popularity.ts'

/** Zipf whose favourites change from time to time: what was popular is soon forgotten, and what nobody wanted is popular. */
export const popularity: PopularitySpec = {
  name: 'shifting-zipf',
  title: 'Zipf with changing favourites',
  make({ keys, skew, shiftNanos, clock }, random) {
    const zipf = new Zipf({ keys, exponent: skew })
    return {
      next() {
        const favourite = hashInteger32(Math.floor(clock.now / shiftNanos)) % keys
        return (zipf.next(random) + favourite) % keys
      },
    }
  },
}
