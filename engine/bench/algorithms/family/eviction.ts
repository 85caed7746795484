import { LRUCache } from 'lru-cache'
import { LRUMap } from 'mnemonist'
import { createPolicy } from '../../../algorithms/cache/policies.ts'
import { RandomStream } from '../../../lib/random.ts'
import type { AlgorithmFamily } from '../algorithm-family.ts'
import { eachKey, zipfKeys } from '../keys.ts'

const ENTRIES = 10_000

/** Look up, and keep what was missed. */
export const family: AlgorithmFamily = {
  workloads: () => {
    const keys = zipfKeys(100_000, 0.9)
    return [
      {
        suite: 'algorithms',
        name: 'eviction: lru',
        count: 4_000_000,
        ours: () => {
          const lru = createPolicy('lru', { capacity: ENTRIES, random: new RandomStream(1, 'bench') })
          return eachKey(keys, (key) => lru.access(key))
        },
        peers: {
          'lru-cache': () => {
            const lru = new LRUCache<number, number>({ max: ENTRIES })
            return eachKey(keys, (key) => {
              if (lru.get(key) === undefined) lru.set(key, key)
            })
          },
          'mnemonist LRUMap': () => {
            const lru = new LRUMap<number, number>(Int32Array, Int32Array, ENTRIES)
            return eachKey(keys, (key) => {
              if (lru.get(key) === undefined) lru.set(key, key)
            })
          },
        },
      },
    ]
  },
}
