const SPLIT = 134_217_728 // 2^27: both halves of a number below 2^53 then fit beside a 26-bit factor

/** a × b − c × d without rounding, for a, c ≤ 2^26 and b, d < 2^53, when the result itself is below 2^53. */
function productDifference(a: number, b: number, c: number, d: number): number {
  const bHigh = Math.floor(b / SPLIT)
  const dHigh = Math.floor(d / SPLIT)
  return (a * bHigh - c * dHigh) * SPLIT + (a * (b - bHigh * SPLIT) - c * (d - dHigh * SPLIT))
}

/**
 * floor((count × nanos + carry) / divisor), exact even where the product passes 2^53 (10,000 requests × one hour does).
 * Paper: Knuth, The Art of Computer Programming 2, section 4.3.1 (estimate the digit, then correct it).
 * Compare: BigInt (the same, with an allocation a step), floats (drift).
 * Cost: O(1), no allocation. Invariant: 0 <= count × nanos + carry − quotient × divisor < divisor.
 * Needs count ≤ 2^26, a quotient ≤ 2^26, nanos, divisor and carry whole and below 2^52, all non-negative.
 */
export function exactQuotient(count: number, nanos: number, carry: number, divisor: number): number {
  const product = count * nanos + carry
  if (product <= Number.MAX_SAFE_INTEGER) return Math.floor(product / divisor)
  const estimate = Math.floor(product / divisor)
  const rest = productDifference(count, nanos, estimate, divisor) + carry
  return rest < 0 ? estimate - 1 : rest >= divisor ? estimate + 1 : estimate
}

/** What `exactQuotient` leaves over: count × nanos + carry − quotient × divisor. */
export function exactRemainder(
  count: number,
  nanos: number,
  carry: number,
  divisor: number,
  quotient: number,
): number {
  const product = count * nanos + carry
  if (product <= Number.MAX_SAFE_INTEGER) return product - quotient * divisor
  return productDifference(count, nanos, quotient, divisor) + carry
}
