/**
 * Jain's fairness index of shares: 1 when all are equal, 1/n when one has everything; an empty or all-zero list is fair.
 * Paper: Jain, Chiu and Hawe, "A quantitative measure of fairness" (DEC TR-301, 1984).
 * Compare: the ratio of the largest to the mean. Cost: O(n). Invariant: 1/n <= index <= 1; scaling changes nothing.
 */
export function fairness(shares: ArrayLike<number>): number {
  let largest = 0
  for (let i = 0; i < shares.length; i++) largest = Math.max(largest, shares[i])
  if (largest === 0) return 1
  let sum = 0
  let squares = 0
  for (let i = 0; i < shares.length; i++) {
    const share = shares[i] / largest // so that no square under- or overflows
    sum += share
    squares += share * share
  }
  return (sum * sum) / (shares.length * squares)
}
