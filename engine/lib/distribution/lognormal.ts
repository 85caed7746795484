import { exp } from '../math.ts'
import type { RandomStream } from '../random.ts'
import { normal } from './normal.ts'

/** A number whose logarithm is normal with mean `mu` and standard deviation `sigma`. */
export const lognormal = (random: RandomStream, mu: number, sigma: number): number =>
  exp(mu + sigma * normal(random))
