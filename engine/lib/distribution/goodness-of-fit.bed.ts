/** The largest distance between the samples' distribution and `cdf`, times √n: above 1.95 with a chance of 1 in 1,000. */
export function kolmogorovSmirnov(samples: Float64Array, cdf: (x: number) => number): number {
  const sorted = samples.toSorted()
  let most = 0
  sorted.forEach((x, i) => {
    const share = cdf(x)
    most = Math.max(most, share - i / sorted.length, (i + 1) / sorted.length - share)
  })
  return most * Math.sqrt(sorted.length)
}

/** Samples of a distribution. */
export const sampled = (count: number, draw: () => number): Float64Array =>
  Float64Array.from({ length: count }, draw)

/** Mean, variance and third standardised moment. */
export function moments(samples: Float64Array): { mean: number; variance: number; skewness: number } {
  const n = samples.length
  const mean = samples.reduce((sum, x) => sum + x, 0) / n
  let second = 0
  let third = 0
  for (const x of samples) {
    second += (x - mean) * (x - mean)
    third += (x - mean) * (x - mean) * (x - mean)
  }
  const variance = second / n
  return { mean, variance, skewness: third / n / (variance * Math.sqrt(variance)) }
}
