import { ln } from '../lib/math.ts'
import type { RandomStream } from '../lib/random.ts'
export const exponential = (random: RandomStream): number => -ln(1 - random.uniform53())
