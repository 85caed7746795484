import { nearestExponent, powerOfTwo } from './float-bits.ts'

const TURNS_PER_RADIAN = 0.6366197723675814 // 2 / π
// π/2 in parts of 33 bits, so that multiples below 2^20 are exact, and the rest
const FIRST = 1.5707963267341256
const SECOND = 6.077100506303966e-11
const THIRD = 2.0222662487959506e-21
const BITS = 1280 // of π/2 for any double: 1024 for the largest, and room for the closest call
const KEPT_BITS = 640

/** Radians within π/4 of a multiple of π/2: angle + low, and the multiple modulo 4. */
export class QuarterTurns {
  angle = 0
  low = 0
  count = 0

  /**
   * Reduces a finite x, accurate to about 2^-80 even where x is nearly a multiple of π/2. Below 2^20 by Cody and Waite's
   * parts of π/2; beyond, and in the close calls, exactly in integers. Source: Muller (2016), chapter 11.
   */
  reduce(x: number): void {
    const magnitude = Math.abs(x)
    if (magnitude > 1048576) return this.#reduceExactly(x)
    const turns = Math.floor(x * TURNS_PER_RADIAN + 0.5)
    const first = x - turns * FIRST
    const second = turns * SECOND
    const upper = first - second
    const lower = turns * THIRD - (first - upper - second)
    this.angle = upper - lower
    this.low = upper - this.angle - lower
    this.count = turns & 3
    if (turns !== 0 && Math.abs(this.angle) < 1e-4) this.#reduceExactly(x)
  }

  #reduceExactly(x: number): void {
    const exponent = nearestExponent(Math.abs(x)) - 53
    const mantissa = BigInt(x * powerOfTwo(-exponent))
    const scaled = mantissa << BigInt(BITS + exponent)
    halfPi ??= halfPiInBits()
    const doubled = 2n * scaled + halfPi
    let turns = doubled / (2n * halfPi)
    if (doubled < 0n) turns -= 1n // towards minus infinity; a tie cannot occur, as π is irrational
    const rest = (scaled - turns * halfPi) >> BigInt(BITS - KEPT_BITS)
    this.angle = Number(rest) * powerOfTwo(-KEPT_BITS)
    this.low = Number(rest - BigInt(this.angle * powerOfTwo(KEPT_BITS))) * powerOfTwo(-KEPT_BITS)
    this.count = Number(BigInt.asUintN(2, turns))
  }
}

let halfPi: bigint | undefined

/** π/2 times 2^BITS, by Machin's formula π/4 = 4 arctan(1/5) - arctan(1/239). */
function halfPiInBits(): bigint {
  const guard = 64n
  const one = 1n << (BigInt(BITS) + guard)
  return (8n * arctanOfInverse(5n, one) - 2n * arctanOfInverse(239n, one)) >> guard
}

function arctanOfInverse(n: bigint, one: bigint): bigint {
  let power = one / n
  let sum = power
  for (let odd = 3n; power !== 0n; odd += 2n) {
    power = -power / (n * n)
    sum += power / odd
  }
  return sum
}
