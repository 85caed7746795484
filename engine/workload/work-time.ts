import { assert } from '../lib/assert.ts'
import type { RandomStream } from '../lib/random.ts'
import { HOUR, wholeNanos, type Nanos } from '../lib/units.ts'
import { exponential } from '../lib/distribution/exponential.ts'
import { gamma } from '../lib/distribution/gamma.ts'
import { lognormal } from '../lib/distribution/lognormal.ts'
import { pareto } from '../lib/distribution/pareto.ts'
import { ln } from '../lib/math.ts'

/** A Pareto tail knows no end; a simulated day is one. */
const LONGEST: Nanos = 24 * HOUR

export type WorkShape = 'phases' | 'gamma' | 'lognormal' | 'pareto'

/** Draws a number of mean 1 and the given squared coefficient of variation, above 0. */
const SHAPES: Record<
  Exclude<WorkShape, 'phases'>,
  (variation: number) => (random: RandomStream) => number
> = {
  gamma: (variation) => (random) => gamma(random, 1 / variation) * variation,
  lognormal(variation) {
    const sigmaSquared = ln(1 + variation)
    const sigma = Math.sqrt(sigmaSquared)
    return (random) => lognormal(random, -0.5 * sigmaSquared, sigma)
  },
  pareto(variation) {
    const tail = 1 + Math.sqrt(1 + 1 / variation)
    return (random) => pareto(random, (tail - 1) / tail, tail)
  },
}

/**
 * How long pieces of work take: whole nanoseconds with a given mean and squared coefficient of variation, made of exponential
 * phases. 0 is always the same, 1 is exponential; below 1 a mixture of two Erlang distributions of neighbouring order, above 1
 * hyperexponential with balanced means: a few pieces take much longer than the rest.
 * Or gamma, lognormal or Pareto with the same two numbers.
 * Paper: Tijms, "Stochastic Models" (1994), appendix B. Compare: the other shapes. Cost: one exponential a phase, 1 / variation phases
 * below 1. Invariant: the mean and the variation are exact, up to rounding to nanoseconds.
 */
export class WorkTime {
  readonly #variation: number
  /** Mean of a phase: of both Erlangs, or of the likelier and the rarer exponential. */
  readonly #phaseNanos: Nanos
  readonly #rarePhaseNanos: Nanos
  /** Phases of the longer Erlang, and the probability of the shorter one or of the likelier exponential. */
  readonly #phases: number
  readonly #probability: number
  readonly #shaped: ((random: RandomStream) => number) | null
  readonly #meanNanos: Nanos

  constructor(meanNanos: Nanos, variation: number, shape: WorkShape = 'phases') {
    assert(meanNanos >= 0 && variation >= 0, 'work takes no negative time and varies by no negative amount')
    this.#meanNanos = meanNanos
    this.#shaped = shape === 'phases' || variation === 0 ? null : SHAPES[shape](variation)
    this.#variation = variation
    this.#phases = variation === 0 || variation >= 1 ? 1 : Math.ceil(1 / variation)
    const k = this.#phases
    if (variation >= 1) {
      const p = (1 + Math.sqrt((variation - 1) / (variation + 1))) / 2
      this.#probability = p
      this.#phaseNanos = meanNanos / (2 * p)
      this.#rarePhaseNanos = meanNanos / (2 * (1 - p))
    } else if (variation > 0) {
      const p = (k * variation - Math.sqrt(k * (1 + variation) - k * k * variation)) / (1 + variation)
      this.#probability = Math.max(0, p)
      this.#phaseNanos = this.#rarePhaseNanos = meanNanos / (k - this.#probability)
    } else {
      this.#probability = 0
      this.#phaseNanos = this.#rarePhaseNanos = meanNanos
    }
  }

  draw(random: RandomStream): Nanos {
    if (this.#shaped !== null) return Math.min(LONGEST, wholeNanos(this.#shaped(random) * this.#meanNanos))
    if (this.#variation === 0) return wholeNanos(this.#phaseNanos)
    if (this.#variation === 1) return wholeNanos(this.#phaseNanos * exponential(random))
    const likely = random.chance(this.#probability)
    if (this.#variation > 1)
      return wholeNanos((likely ? this.#phaseNanos : this.#rarePhaseNanos) * exponential(random))
    let sum = 0
    for (let phase = likely ? 1 : 0; phase < this.#phases; phase++) sum += exponential(random)
    return wholeNanos(sum * this.#phaseNanos)
  }
}
