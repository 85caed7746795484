import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { countHits } from './count-hits.ts'
import { missRatioCurve } from './miss-ratio-curve.ts'
import { createPolicy } from './policies.ts'

const folder = new URL('../../../../shared/data/traces/', import.meta.url)
const present = existsSync(folder)

/** Block numbers, made dense in the order they appear. */
function read(name: string): number[] {
  const lines = gunzipSync(readFileSync(new URL(`${name}.trace.gz`, folder)))
    .toString()
    .split('\n')
  const numbers = new Map<string, number>()
  return lines
    .filter((line) => line !== '' && line !== '*')
    .map((line) => {
      if (!numbers.has(line)) numbers.set(line, numbers.size)
      return numbers.get(line)!
    })
}

/** Hits counted by the naive oracles of `oracle/`, which take minutes. */
const counted: [trace: string, capacity: number, hits: Record<string, number>][] = [
  [
    'cs',
    100,
    {
      belady: 524,
      fifo: 124,
      lru: 124,
      lfu: 124,
      clock: 124,
      slru: 124,
      '2q': 124,
      arc: 124,
      lirs: 409,
      'w-tinylfu': 120,
      sieve: 124,
      's3-fifo': 124,
      random: 124,
    },
  ],
  [
    'cs',
    1000,
    {
      belady: 4124,
      fifo: 124,
      lru: 124,
      lfu: 124,
      clock: 124,
      slru: 124,
      '2q': 2669,
      arc: 124,
      lirs: 3982,
      'w-tinylfu': 3947,
      sieve: 124,
      's3-fifo': 2453,
      random: 3019,
    },
  ],
  [
    'multi1',
    100,
    {
      belady: 7599,
      fifo: 2378,
      lru: 2881,
      lfu: 3793,
      clock: 3056,
      slru: 4553,
      '2q': 6273,
      arc: 6588,
      lirs: 7010,
      'w-tinylfu': 6816,
      sieve: 4019,
      's3-fifo': 6828,
      random: 3072,
    },
  ],
  [
    'multi1',
    500,
    {
      belady: 9322,
      fifo: 6457,
      lru: 7375,
      lfu: 7814,
      clock: 7513,
      slru: 7814,
      '2q': 7605,
      arc: 7833,
      lirs: 8820,
      'w-tinylfu': 8511,
      sieve: 7814,
      's3-fifo': 7754,
      random: 6545,
    },
  ],
  [
    'multi2',
    1000,
    {
      belady: 16354,
      fifo: 10202,
      lru: 12577,
      lfu: 13341,
      clock: 12634,
      slru: 13341,
      '2q': 12911,
      arc: 13352,
      lirs: 15299,
      'w-tinylfu': 14670,
      sieve: 13341,
      's3-fifo': 13102,
      random: 10676,
    },
  ],
  [
    'zigzag',
    500,
    {
      belady: 12475,
      fifo: 12475,
      lru: 12475,
      lfu: 12475,
      clock: 12475,
      slru: 10099,
      '2q': 6599,
      arc: 11965,
      lirs: 100,
      'w-tinylfu': 7734,
      sieve: 12475,
      's3-fifo': 1675,
      random: 8646,
    },
  ],
  ['multi2', 100, { lru: 1772, belady: 9311 }],
  ['multi2', 3000, { lru: 18728, belady: 20627 }],
  ['sprite', 100, { lru: 28917, belady: 68067 }],
  ['sprite', 500, { lru: 104922, belady: 117760 }],
  ['sprite', 1000, { lru: 121452, belady: 124936 }],
]

describe.skipIf(!present)(
  `recorded traces${present ? '' : ' (skipped: ../shared/data/traces is absent)'}`,
  () => {
    it.each(counted)(
      '%s in %i entries: every policy has the hits that its oracle counted',
      (trace, capacity, hits) => {
        const keys = read(trace)
        const sequence = { keys, sizes: null }
        const ours = Object.keys(hits).map((name) => {
          const random = new RandomStream(1, 'eviction')
          return [name, countHits(createPolicy(name, { capacity, random, future: sequence }), sequence)]
        })
        expect(Object.fromEntries(ours)).toEqual(hits)
      },
    )

    it('the one-pass LRU curve goes through the counted points', () => {
      for (const trace of ['multi2', 'sprite']) {
        const points = counted.filter(([of]) => of === trace)
        const capacities = points.map(([, capacity]) => capacity)
        const curve = missRatioCurve({
          sequence: { keys: read(trace), sizes: null },
          policies: ['lru'],
          capacities,
        })
        let step = curve.next()
        while (!step.done) step = curve.next()
        expect(step.value.rows[0].hits).toEqual(points.map(([, , hits]) => hits.lru))
      }
    })
  },
)
