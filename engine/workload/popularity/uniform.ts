import type { PopularitySpec } from '../popularity.ts'

/** Every key is as likely as any other. */
export const popularity: PopularitySpec = {
  name: 'uniform',
  title: 'uniform',
  make: ({ keys }, random) => ({ next: () => random.below(keys) }),
}
