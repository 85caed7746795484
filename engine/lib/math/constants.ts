/* oxlint-disable oxc/approx-constant -- literals on purpose: the same bits everywhere */
/** Mathematical constants, each the nearest double; the LOW ones are what that leaves, for twice the precision. */
export const E = 2.718281828459045
export const PI = 3.141592653589793
export const PI_LOW = 1.2246467991473532e-16
export const HALF_PI = 1.5707963267948966
export const HALF_PI_LOW = 6.123233995736766e-17
export const LN2 = 0.6931471805599453
export const LN10 = 2.302585092994046
export const LOG2E = 1.4426950408889634
export const LOG2E_LOW = 2.0355273740931033e-17
export const LOG10E = 0.4342944819032518
export const LOG10E_LOW = 1.098319650216765e-17
export const SQRT2 = 1.4142135623730951
export const SQRT_HALF = 0.7071067811865476

/** ln 2 as 42 bits, so that its multiples by an exponent are exact, and the rest. */
export const LN2_UPPER = 0.6931471805598903
export const LN2_LOWER = 5.497923018708371e-14
