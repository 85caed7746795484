import type { Nanos } from '../../lib/units.ts'
import type { LoadShape, ShapeOptions, ShapeSpec } from '../load-shape.ts'

/** On and off: all that a period would bring at the base rate comes at the peak rate in the period's first part, then nothing. */
class Bursts implements LoadShape {
  constructor(readonly options: ShapeOptions) {}

  at(time: Nanos): number {
    const { startNanos, peak } = this.options
    if (time < startNanos || peak <= 1) return 1
    return time < this.#periodStart(time) + this.#onNanos() ? peak : 0
  }

  bound(time: Nanos): number {
    return this.at(time)
  }

  boundUntil(time: Nanos): Nanos {
    const { startNanos, lengthNanos, peak } = this.options
    if (peak <= 1) return Infinity
    if (time < startNanos) return startNanos
    const start = this.#periodStart(time)
    return time < start + this.#onNanos() ? start + this.#onNanos() : start + lengthNanos
  }

  #onNanos(): Nanos {
    return Math.ceil(this.options.lengthNanos / this.options.peak)
  }

  #periodStart(time: Nanos): Nanos {
    const { startNanos, lengthNanos } = this.options
    return startNanos + Math.floor((time - startNanos) / lengthNanos) * lengthNanos
  }
}

export const shape: ShapeSpec = {
  name: 'bursts',
  title: 'bursts, on and off',
  make: (options) => new Bursts(options),
}
