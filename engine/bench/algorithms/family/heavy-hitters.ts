import streamcount from 'streamcount'
import { sketch as conservative } from '../../../algorithms/sketch/algorithm/count-min-conservative.ts'
import { sketch as countMin } from '../../../algorithms/sketch/algorithm/count-min.ts'
import { sketch as heavyKeeper } from '../../../algorithms/sketch/algorithm/heavy-keeper.ts'
import { sketch as lossyCounting } from '../../../algorithms/sketch/algorithm/lossy-counting.ts'
import { sketch as misraGries } from '../../../algorithms/sketch/algorithm/misra-gries.ts'
import { sketch as spaceSaving } from '../../../algorithms/sketch/algorithm/space-saving.ts'
import { RandomStream } from '../../../lib/random.ts'
import type { Workload } from '../../measure.ts'
import type { AlgorithmFamily } from '../algorithm-family.ts'
import { eachKey, zipfKeys } from '../keys.ts'

const KEYS = 100_000
const TOP = 100
/** What the package makes of an error of 0.2 % with a chance of 1 in 10,000. */
const WIDTH = 2_048
const DEPTH = 10

/**
 * Counting views and knowing the hundred most viewed: matrices with a heap, counters that change hands, cells that wear down. The package
 * has a matrix with a heap; no package counts by the others, so that all of them stand beside it.
 */
export const family: AlgorithmFamily = {
  workloads: () => {
    const keys = zipfKeys(KEYS, 1)
    return [
      counting('Count-Min with top 100', countMin, keys),
      counting('top 100: conservative Count-Min', conservative, keys),
      counting('top 100: Space-Saving', spaceSaving, keys),
      counting('top 100: Misra–Gries', misraGries, keys),
      counting('top 100: Lossy Counting', lossyCounting, keys),
      counting('top 100: HeavyKeeper', heavyKeeper, keys),
    ]
  },
}

function counting(name: string, sketch: typeof countMin, keys: Int32Array): Workload {
  return {
    suite: 'algorithms',
    name,
    count: 500_000,
    ours: () => {
      const random = new RandomStream(1, 'bench')
      const counters = sketch.create({ width: WIDTH, depth: DEPTH, counters: TOP, seed: 1, random })
      return eachKey(keys, (key) => counters.add(key))
    },
    peers: {
      streamcount: () => {
        const counters = streamcount.createViewsCounter(TOP, 0.002, 0.000_1)
        const names = Array.from({ length: KEYS }, (_, key) => `/page/${key}`)
        return eachKey(keys, (key) => counters.increment(names[key]))
      },
    },
  }
}
