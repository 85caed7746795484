/**
 * Elementary functions built only from + - * / sqrt, floor and integer operations, which every engine rounds alike: the same
 * input gives the same bits in every browser and in Node, where Math.log, Math.exp, Math.pow, Math.sin … may differ in the last.
 */
export { ln, log1p } from './math/ln.ts'
export { exp, expm1 } from './math/exp.ts'
export { log10, log2, pow } from './math/pow.ts'
export { cos, sin, tan } from './math/sin-cos.ts'
export { acos, asin, atan, atan2 } from './math/atan.ts'
export { E, HALF_PI, LN2, LN10, LOG2E, LOG10E, PI, SQRT2, SQRT_HALF } from './math/constants.ts'
