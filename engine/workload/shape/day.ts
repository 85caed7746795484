import type { Nanos } from '../../lib/units.ts'
import type { LoadShape, ShapeOptions, ShapeSpec } from '../load-shape.ts'

const PIECES = 16

/** A day in short: from the base rate at night smoothly up to the peak at noon and back, again and again. */
class Day implements LoadShape {
  constructor(readonly options: ShapeOptions) {}

  at(time: Nanos): number {
    const { startNanos, lengthNanos, peak } = this.options
    if (time < startNanos) return 1
    const days = (time - startNanos) / lengthNanos
    const phase = days - Math.floor(days)
    const towardsNoon = phase < 0.5 ? phase * 2 : 2 - phase * 2
    return 1 + (peak - 1) * towardsNoon * towardsNoon * (3 - 2 * towardsNoon) // a cubic close to half a cosine
  }

  /** Within a piece the curve only rises or only falls: the higher end bounds it. */
  bound(time: Nanos): number {
    return Math.max(this.at(time), this.at(this.boundUntil(time)))
  }

  boundUntil(time: Nanos): Nanos {
    const { startNanos, lengthNanos } = this.options
    if (time < startNanos) return startNanos
    const piece = Math.floor(((time - startNanos) / lengthNanos) * PIECES)
    const end = startNanos + Math.round(((piece + 1) * lengthNanos) / PIECES)
    return end > time ? end : startNanos + Math.round(((piece + 2) * lengthNanos) / PIECES)
  }
}

export const shape: ShapeSpec = { name: 'day', title: 'day curve', make: (options) => new Day(options) }
