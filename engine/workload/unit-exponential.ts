import { ln } from '../lib/math.ts'
import type { RandomStream } from '../lib/random.ts'

/** An exponential number of mean 1, by inversion. */
export const exponential = (random: RandomStream): number => -ln(1 - random.uniform53())
