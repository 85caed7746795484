import { TokenBucket } from 'limiter'
import { limiter as tokenBucket } from '../../../algorithms/ratelimit/algorithm/token-bucket.ts'
import type { AlgorithmFamily } from '../algorithm-family.ts'
import { kept } from '../each-of.ts'

/** Half of what comes is admitted. The package reads the clock itself. */
export const family: AlgorithmFamily = {
  workloads: () => [
    {
      suite: 'algorithms',
      name: 'limiter: token bucket',
      count: 4_000_000,
      ours: () => {
        const bucket = tokenBucket.create({ limit: 1_000, windowNanos: 1_000_000_000, burst: 100 }, 0)
        let now = 0
        return (count) => {
          for (let i = 0; i < count; i++) kept.answer = bucket.take((now += 500_000))
        }
      },
      peers: {
        limiter: () => {
          const bucket = new TokenBucket({ bucketSize: 100, tokensPerInterval: 1_000, interval: 'second' })
          return (count) => {
            for (let i = 0; i < count; i++) kept.answer = bucket.tryRemoveTokens(1)
          }
        },
      },
    },
  ],
}
