import ConsistentHash from 'consistent-hash'
import { HashRing } from '../../../algorithms/hashing/algorithm/hash-ring.ts'
import { hashInteger32 } from '../../../lib/hash.ts'
import type { AlgorithmFamily } from '../algorithm-family.ts'
import { eachKey, zipfKeys } from '../keys.ts'

const KEYS = 100_000
const MEMBERS = 16
const VIRTUAL_NODES = 160

/** Where keys belong; each side hashes the key itself. */
export const family: AlgorithmFamily = {
  workloads: () => {
    const keys = zipfKeys(KEYS, 0.9)
    return [
      {
        suite: 'algorithms',
        name: 'ring: look-up',
        count: 1_000_000,
        ours: () => {
          const hashRing = new HashRing({ virtualNodes: VIRTUAL_NODES })
          for (let member = 0; member < MEMBERS; member++) hashRing.add(member)
          return eachKey(keys, (key) => hashRing.route(hashInteger32(key, 0) >>> 0))
        },
        peers: {
          'consistent-hash': () => {
            const peer = new ConsistentHash({ weight: VIRTUAL_NODES })
            for (let member = 0; member < MEMBERS; member++) peer.add(`node-${member}`)
            const names = Array.from({ length: KEYS }, (_, key) => `key-${key}`)
            return eachKey(keys, (key) => peer.get(names[key]))
          },
        },
      },
    ]
  },
}
