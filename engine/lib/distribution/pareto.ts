import { assert } from '../assert.ts'
import { exp } from '../math.ts'
import type { RandomStream } from '../random.ts'
import { exponential } from './exponential.ts'

/** A Pareto number: at least `least`, beyond x with probability (least / x)^tail. The logarithm of one is exponential. */
export function pareto(random: RandomStream, least: number, tail: number): number {
  assert(least > 0 && tail > 0, 'least and tail of a Pareto distribution are positive')
  return least * exp(exponential(random) / tail)
}
