import { CountingBloomFilter } from '../../../algorithms/sketch/counting-bloom-filter.ts'
import type { AlgorithmFamily } from '../algorithm-family.ts'
import { eachKey, zipfKeys } from '../keys.ts'

const KEYS = 100_000

/** Add what is not there, take out what is. No package that we know of does it; a map of counts, which needs the keys, is the naive one. */
export const family: AlgorithmFamily = {
  workloads: () => {
    const keys = zipfKeys(KEYS, 0.9)
    return [
      {
        suite: 'algorithms',
        name: 'counting Bloom filter: ask, add or remove',
        count: 1_000_000,
        ours: () => {
          const filter = new CountingBloomFilter({ keys: KEYS, falsePositiveRate: 0.01 })
          return eachKey(keys, (key) => (filter.mayContain(key) ? filter.remove(key) : filter.add(key)))
        },
        peers: {
          'a map of counts': () => {
            const counts = new Map<number, number>()
            return eachKey(keys, (key) => {
              const count = counts.get(key) ?? 0
              if (count > 0) counts.delete(key)
              else counts.set(key, count + 1)
            })
          },
        },
      },
    ]
  },
}
