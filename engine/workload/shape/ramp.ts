import type { Nanos } from '../../lib/units.ts'
import type { LoadShape, ShapeOptions, ShapeSpec } from '../load-shape.ts'

/** Rises evenly from the base rate to the peak, and stays there. */
class Ramp implements LoadShape {
  constructor(readonly options: ShapeOptions) {}

  at(time: Nanos): number {
    const { startNanos, lengthNanos, peak } = this.options
    const share = Math.max(0, Math.min(1, (time - startNanos) / lengthNanos))
    return 1 + (peak - 1) * share
  }

  bound(time: Nanos): number {
    return Math.max(this.at(time), this.at(this.boundUntil(time)))
  }

  boundUntil(time: Nanos): Nanos {
    const { startNanos, lengthNanos } = this.options
    if (time < startNanos) return startNanos
    if (time >= startNanos + lengthNanos) return Infinity
    return Math.min(startNanos + lengthNanos, time + lengthNanos / 16)
  }
}

export const shape: ShapeSpec = { name: 'ramp', title: 'ramp up', make: (options) => new Ramp(options) }
