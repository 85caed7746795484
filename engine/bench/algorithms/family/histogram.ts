import * as hdr from 'hdr-histogram-js'
import { RandomStream } from '../../../lib/random.ts'
import { Histogram } from '../../../measure/histogram.ts'
import type { AlgorithmFamily } from '../algorithm-family.ts'
import { eachKey } from '../keys.ts'

const PEER = { numberOfSignificantValueDigits: 3, highestTrackableValue: 2e9 } as const

/** Latencies from a tenth of a millisecond to a second, recorded to three digits. */
export const family: AlgorithmFamily = {
  ready: () => hdr.initWebAssembly(),
  workloads: () => {
    const random = new RandomStream(3, 'bench/latencies')
    const latencies = Int32Array.from({ length: 1 << 16 }, () => 1e5 + random.below(1e9))
    return [
      {
        suite: 'algorithms',
        name: 'histogram: record',
        count: 4_000_000,
        ours: () => {
          const ours = new Histogram()
          return eachKey(latencies, (latency) => ours.record(latency))
        },
        peers: {
          'hdr-histogram-js (WASM)': () => {
            const peer = hdr.build({ ...PEER, useWebAssembly: true })
            return eachKey(latencies, (latency) => peer.recordValue(latency))
          },
          'hdr-histogram-js': () => {
            const peer = hdr.build(PEER)
            return eachKey(latencies, (latency) => peer.recordValue(latency))
          },
        },
      },
    ]
  },
}
