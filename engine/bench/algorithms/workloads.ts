import { BloomFilter as PeerBloomFilter } from 'bloomfilter'
import ConsistentHash from 'consistent-hash'
import * as hdr from 'hdr-histogram-js'
import { TokenBucket as PeerTokenBucket } from 'limiter'
import { LRUCache } from 'lru-cache'
import { LRUMap } from 'mnemonist'
import { createPolicy } from '../../algorithms/cache/policies.ts'
import { HashRing } from '../../algorithms/hashing/algorithm/hash-ring.ts'
import { limiter as tokenBucket } from '../../algorithms/ratelimit/algorithm/token-bucket.ts'
import { BloomFilter } from '../../algorithms/sketch/bloom-filter.ts'
import { hashInteger32 } from '../../lib/hash.ts'
import { RandomStream } from '../../lib/random.ts'
import { Histogram } from '../../measure/histogram.ts'
import type { Workload } from '../measure.ts'
import { eachKey, zipfKeys } from './keys.ts'

const ENTRIES = 10_000
const COUNT = 4_000_000
const MEMBERS = 16

/** One workload a family, beside the best package of it. The WASM histogram must have been made ready before. */
export function algorithmWorkloads(): Workload[] {
  const keys = zipfKeys(100_000, 0.9)
  return [eviction(keys), limiting(), ring(keys), bloom(keys), histogram()]
}

/** Look up, and keep what was missed. */
function eviction(keys: Int32Array): Workload {
  return {
    suite: 'algorithms',
    name: 'eviction: lru',
    count: COUNT,
    ours: () => {
      const lru = createPolicy('lru', { capacity: ENTRIES, random: new RandomStream(1, 'bench') })
      return eachKey(keys, (key) => void lru.access(key))
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
  }
}

/** Half of what comes is admitted. The package reads the clock itself. */
function limiting(): Workload {
  return {
    suite: 'algorithms',
    name: 'limiter: token bucket',
    count: COUNT,
    ours: () => {
      const bucket = tokenBucket.create({ limit: 1_000, windowNanos: 1_000_000_000, burst: 100 }, 0)
      let now = 0
      return (count) => {
        for (let i = 0; i < count; i++) bucket.take((now += 500_000))
      }
    },
    peers: {
      limiter: () => {
        const bucket = new PeerTokenBucket({ bucketSize: 100, tokensPerInterval: 1_000, interval: 'second' })
        return (count) => {
          for (let i = 0; i < count; i++) bucket.tryRemoveTokens(1)
        }
      },
    },
  }
}

function ring(keys: Int32Array): Workload {
  return {
    suite: 'algorithms',
    name: 'ring: look-up',
    count: COUNT / 4,
    ours: () => {
      const hashRing = new HashRing({ virtualNodes: 160 })
      for (let member = 0; member < MEMBERS; member++) hashRing.add(member)
      return eachKey(keys, (key) => void hashRing.route(hashInteger32(key, 0) >>> 0))
    },
    peers: {
      'consistent-hash': () => {
        const peer = new ConsistentHash({ weight: 160 })
        for (let member = 0; member < MEMBERS; member++) peer.add(`node-${member}`)
        const names = Array.from({ length: 100_000 }, (_, key) => `key-${key}`)
        return eachKey(keys, (key) => void peer.get(names[key]))
      },
    },
  }
}

function bloom(keys: Int32Array): Workload {
  return {
    suite: 'algorithms',
    name: 'Bloom filter: add, ask',
    count: COUNT / 2,
    ours: () => {
      const filter = new BloomFilter({ keys: 100_000, falsePositiveRate: 0.01 })
      return eachKey(keys, (key) => {
        if (!filter.mayContain(key)) filter.add(key)
      })
    },
    peers: {
      bloomfilter: () => {
        const filter = new PeerBloomFilter(958_506, 7)
        const names = Array.from({ length: 100_000 }, (_, key) => String(key))
        return eachKey(keys, (key) => {
          if (!filter.test(names[key])) filter.add(names[key])
        })
      },
    },
  }
}

/** Latencies from a tenth of a millisecond to a second, recorded. */
function histogram(): Workload {
  const random = new RandomStream(3, 'bench/latencies')
  const latencies = Int32Array.from({ length: 1 << 16 }, () => 1e5 + random.below(1e9))
  return {
    suite: 'algorithms',
    name: 'histogram: record',
    count: COUNT,
    ours: () => {
      const ours = new Histogram()
      return eachKey(latencies, (latency) => ours.record(latency))
    },
    peers: {
      'hdr-histogram-js (WASM)': () => {
        const peer = hdr.build({
          useWebAssembly: true,
          numberOfSignificantValueDigits: 3,
          highestTrackableValue: 2e9,
        })
        return eachKey(latencies, (latency) => peer.recordValue(latency))
      },
      'hdr-histogram-js': () => {
        const peer = hdr.build({ numberOfSignificantValueDigits: 3, highestTrackableValue: 2e9 })
        return eachKey(latencies, (latency) => peer.recordValue(latency))
      },
    },
  }
}

/** Packages that must be loaded before they can be timed. */
export const readyAlgorithms = (): Promise<void> => hdr.initWebAssembly()
