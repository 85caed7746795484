import type { Nanos } from '../../lib/units.ts'
import type { LoadShape, ShapeOptions, ShapeSpec } from '../load-shape.ts'

/** The base rate, but for one stretch at the peak. */
class Spike implements LoadShape {
  constructor(readonly options: ShapeOptions) {}

  at(time: Nanos): number {
    const { startNanos, lengthNanos, peak } = this.options
    return time >= startNanos && time < startNanos + lengthNanos ? peak : 1
  }

  bound(time: Nanos): number {
    return this.at(time)
  }

  boundUntil(time: Nanos): Nanos {
    const { startNanos, lengthNanos } = this.options
    if (time < startNanos) return startNanos
    return time < startNanos + lengthNanos ? startNanos + lengthNanos : Infinity
  }
}

export const shape: ShapeSpec = { name: 'spike', title: 'one spike', make: (options) => new Spike(options) }
