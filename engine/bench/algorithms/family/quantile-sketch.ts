import * as hdr from 'hdr-histogram-js'
import { QuantileSketch } from '../../../algorithms/sketch/quantile-sketch.ts'
import { RandomStream } from '../../../lib/random.ts'
import type { AlgorithmFamily } from '../algorithm-family.ts'
import { eachKey } from '../keys.ts'

/** Values to within 1 %: buckets that grow by a factor, beside the package whose buckets double and are cut in equal parts (two digits). */
export const family: AlgorithmFamily = {
  workloads: () => {
    const random = new RandomStream(3, 'bench/values')
    const values = Int32Array.from({ length: 1 << 16 }, () => 1e5 + random.below(1e9))
    return [
      {
        suite: 'algorithms',
        name: 'quantile sketch: add',
        count: 2_000_000,
        ours: () => {
          const sketch = new QuantileSketch({ error: 0.01, lowest: 1, highest: 2e9 })
          return eachKey(values, (value) => sketch.add(value))
        },
        peers: {
          'hdr-histogram-js': () => {
            const peer = hdr.build({ numberOfSignificantValueDigits: 2, highestTrackableValue: 2e9 })
            return eachKey(values, (value) => peer.recordValue(value))
          },
        },
      },
    ]
  },
}
