import type { PopularitySpec } from '../popularity.ts'

/** A few keys get most of the requests: "80 % of the requests go to 20 % of the keys". Uniform within both groups. */
export const popularity: PopularitySpec = {
  name: 'hot-set',
  title: 'hot set',
  make({ keys, hotKeys, hotRequests }, random) {
    const hot = Math.max(1, Math.min(keys, Math.round(keys * hotKeys)))
    const cold = keys - hot
    return {
      next: () => (cold === 0 || random.chance(hotRequests) ? random.below(hot) : hot + random.below(cold)),
    }
  },
}
