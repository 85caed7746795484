import { BloomFilter as Peer } from 'bloomfilter'
import { BloomFilter } from '../../../algorithms/sketch/bloom-filter.ts'
import type { AlgorithmFamily } from '../algorithm-family.ts'
import { eachKey, zipfKeys } from '../keys.ts'

const KEYS = 100_000

/** Ask, and add what was not there; both with the bits and hashes of 1 % false positives. */
export const family: AlgorithmFamily = {
  workloads: () => {
    const keys = zipfKeys(KEYS, 0.9)
    return [
      {
        suite: 'algorithms',
        name: 'Bloom filter: ask, add',
        count: 2_000_000,
        ours: () => {
          const filter = new BloomFilter({ keys: KEYS, falsePositiveRate: 0.01 })
          return eachKey(keys, (key) => {
            if (!filter.mayContain(key)) filter.add(key)
          })
        },
        peers: {
          bloomfilter: () => {
            const filter = new Peer(958_506, 7)
            const names = Array.from({ length: KEYS }, (_, key) => String(key))
            return eachKey(keys, (key) => {
              if (!filter.test(names[key])) filter.add(names[key])
            })
          },
        },
      },
    ]
  },
}
