import streamcount from 'streamcount'
import { HyperLogLog } from '../../../algorithms/sketch/hyper-log-log.ts'
import type { AlgorithmFamily } from '../algorithm-family.ts'
import { eachKey, zipfKeys } from '../keys.ts'

const KEYS = 100_000

/** Visitors seen again and again, counted once: 2^14 registers each, which err by 0.8 %. */
export const family: AlgorithmFamily = {
  workloads: () => {
    const keys = zipfKeys(KEYS, 0.7)
    return [
      {
        suite: 'algorithms',
        name: 'HyperLogLog: add',
        count: 1_000_000,
        ours: () => {
          const visitors = new HyperLogLog({ precision: 14 })
          return eachKey(keys, (key) => visitors.add(key))
        },
        peers: {
          streamcount: () => {
            const visitors = streamcount.createUniquesCounter(0.01)
            const names = Array.from({ length: KEYS }, (_, key) => `visitor-${key}`)
            return eachKey(keys, (key) => visitors.add(names[key]))
          },
        },
      },
    ]
  },
}
