import { assert } from '../assert.ts'
import { exp, expm1, ln, log1p } from '../math.ts'
import type { RandomStream } from '../random.ts'

/**
 * Zipf's law with any exponent from 0 on over any number of keys, in constant memory and constant expected time: rank r is drawn in
 * proportion to 1 / r^exponent. Rejection-inversion: invert the integral of the hat and accept most of what comes.
 * Source: Hörmann and Derflinger, "Rejection-inversion to generate variates from monotone discrete distributions" (1996).
 */
export class Zipf {
  readonly #keys: number
  readonly #exponent: number
  readonly #integralOfFirst: number
  readonly #integralOfAll: number
  readonly #shortcut: number

  constructor({ keys, exponent }: { keys: number; exponent: number }) {
    assert(Number.isInteger(keys) && keys >= 1 && keys <= 1e8, 'keys is a whole number from 1 to 100,000,000')
    assert(exponent >= 0 && exponent <= 50, 'the exponent is from 0 to 50')
    this.#keys = keys
    this.#exponent = exponent
    this.#integralOfFirst = this.#integral(1.5) - 1
    this.#integralOfAll = this.#integral(keys + 0.5)
    this.#shortcut = 2 - this.#inverse(this.#integral(2.5) - this.#weight(2))
  }

  /** A rank from 0, the most popular, to keys - 1. */
  next(random: RandomStream): number {
    while (true) {
      const u = this.#integralOfAll + random.uniform53() * (this.#integralOfFirst - this.#integralOfAll)
      const x = this.#inverse(u)
      const rank = Math.min(this.#keys, Math.max(1, Math.floor(x + 0.5)))
      if (rank - x <= this.#shortcut || u >= this.#integral(rank + 0.5) - this.#weight(rank)) return rank - 1
    }
  }

  /** The hat: x^-exponent. */
  #weight(x: number): number {
    return exp(-this.#exponent * ln(x))
  }

  /** Integral of the hat from 1 to x, (x^(1-s) - 1) / (1-s), also for s near 1. */
  #integral(x: number): number {
    const lnX = ln(x)
    return expm1Over((1 - this.#exponent) * lnX) * lnX
  }

  #inverse(y: number): number {
    const t = Math.max(-1, y * (1 - this.#exponent))
    return exp(log1pOver(t) * y)
  }
}

/** (e^x - 1) / x, also near zero. */
function expm1Over(x: number): number {
  return Math.abs(x) > 1e-8 ? expm1(x) / x : 1 + (x / 2) * (1 + x / 3)
}

/** ln(1 + x) / x, also near zero. */
function log1pOver(x: number): number {
  return Math.abs(x) > 1e-8 ? log1p(x) / x : 1 - x * (0.5 - x / 3)
}
