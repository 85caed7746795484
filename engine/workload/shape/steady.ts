import type { ShapeSpec } from '../load-shape.ts'

/** The base rate, always. */
export const shape: ShapeSpec = {
  name: 'steady',
  title: 'steady',
  make: () => ({ at: () => 1, bound: () => 1, boundUntil: () => Infinity }),
}
