import { judgePublished } from '../../checks/published.bed.ts'
import type { Plant } from '../../checks/plant.bed.ts'
import { RandomStream } from '../../lib/random.ts'
import { byRank, type HeavyHitters, type Ranked } from './heavy-hitters.ts'
import { createSketch } from './sketches.ts'
import { optionsFor } from './stream.bed.ts'

const MAPPERS = 4
const K = 50
const PROTOCOL = 'top-K sketches'

/** What one of four mappers gets: its own favourites, items that are second everywhere, and strangers. */
function partition(mapper: number, seed: number): number[] {
  const random = new RandomStream(seed, `mapper ${mapper}`)
  return Array.from({ length: 8_000 }, (_, i) => {
    const kind = random.uniform()
    if (kind < 0.35) return mapper * 1_000 + random.below(60)
    if (kind < 0.6) return 10_000 + (i % 60)
    return 100_000 + random.below(20_000)
  })
}

const fed = (name: string, seed: number, items: readonly number[]): HeavyHitters => {
  const sketch = createSketch(name, optionsFor(seed, { width: 800, depth: 5, counters: 400 }))
  for (const item of items) sketch.add(item)
  return sketch
}

/** Counts by four mappers, put together as `join` does. */
function judge(
  checker: string,
  algorithm: string,
  seed: number,
  join: (sketches: HeavyHitters[]) => { top: readonly Ranked[]; total: number; sketch: HeavyHitters | null },
): string | null {
  const parts = Array.from({ length: MAPPERS }, (_, mapper) => partition(mapper, seed))
  const sketches = parts.map((items) => fed(algorithm, seed, items))
  return judgePublished(checker, parts.flat(), { algorithm, k: K, ...join(sketches) })
}

const merged = ([first, ...rest]: HeavyHitters[]) => {
  for (const each of rest) first.merge(each)
  return { top: first.top(K), total: first.total, sketch: first }
}

const added = (sketches: readonly HeavyHitters[], length: number) => {
  const sums = new Map<number, number>()
  for (const sketch of sketches) {
    for (const { item, count } of sketch.top(length)) sums.set(item, (sums.get(item) ?? 0) + count)
  }
  const top = [...sums]
    .map(([item, count]) => ({ item, count }))
    .sort(byRank)
    .slice(0, K)
  return { top, total: sketches.reduce((sum, { total }) => sum + total, 0), sketch: null }
}

export const plants: readonly Plant[] = [
  {
    name: 'lossy-counting-prunes-by-next-bucket',
    protocol: PROTOCOL,
    bug: 'Lossy Counting counts the bucket up before it prunes.',
    checker: 'lossy-counting-no-misses',
    run(seed, planted) {
      const random = new RandomStream(seed, 'bucket')
      // Buckets of 400; a few items come twice in each, at places drawn anew.
      const items = Array.from({ length: 40 }, () => {
        const bucket = Array.from({ length: 400 }, () => 1_000 + random.below(1_000_000))
        for (let item = 0; item < 5; item++)
          for (const half of [0, 200]) bucket[half + item * 30 + random.below(30)] = item
        return bucket
      }).flat()
      const algorithm = planted ? 'lossy-counting-next-bucket' : 'lossy-counting'
      const sketch = fed(algorithm, seed, items)
      return judgePublished('lossy-counting-no-misses', items, { algorithm, k: K, ...merged([sketch]) })
    },
  },
  {
    name: 'space-saving-heap-goes-stale',
    protocol: PROTOCOL,
    bug: 'Space-Saving’s heap keeps the counts that items had when they came in.',
    checker: 'space-saving-bound',
    run: (seed, planted) =>
      judge('space-saving-bound', planted ? 'space-saving-stale-heap' : 'space-saving', seed, merged),
  },
  {
    name: 'local-top-k-lists-added-up',
    protocol: PROTOCOL,
    bug: 'The reducer adds up lists of the local top K, and nothing of who is just below every cut.',
    checker: 'top-k-recall',
    run: (seed, planted) =>
      judge('top-k-recall', 'exact', seed, (sketches) => (planted ? added(sketches, K) : merged(sketches))),
  },
  {
    name: 'counts-of-missing-list-entries-taken-for-zero',
    protocol: PROTOCOL,
    bug: 'An item that is in some lists only is published with the counts of those, below the truth.',
    checker: 'count-min-bound',
    run: (seed, planted) =>
      judge('count-min-bound', 'count-min', seed, (sketches) =>
        planted ? added(sketches, K) : merged(sketches),
      ),
  },
  {
    name: 'summary-of-one-mapper-left-out',
    protocol: PROTOCOL,
    bug: 'A window is published before the last mapper’s summary has come.',
    checker: 'every-event-counted',
    run: (seed, planted) =>
      judge('every-event-counted', 'count-min', seed, (sketches) =>
        merged(planted ? sketches.slice(1) : sketches),
      ),
  },
  {
    name: 'summary-counted-twice',
    protocol: PROTOCOL,
    bug: 'A summary that was sent again, because its confirmation got lost, is merged again.',
    checker: 'every-event-counted',
    run: (seed, planted) =>
      judge('every-event-counted', 'space-saving', seed, (sketches) =>
        merged(planted ? [...sketches, fed('space-saving', seed, partition(1, seed))] : sketches),
      ),
  },
  {
    name: 'merged-without-one-mapper-underestimates',
    protocol: PROTOCOL,
    bug: 'After a crash a mapper goes on with an empty matrix: the counters of its open pane are gone.',
    checker: 'count-min-bound',
    run: (seed, planted) =>
      judge('count-min-bound', 'count-min-conservative', seed, (sketches) => {
        if (planted) sketches[0].clear()
        return merged(sketches)
      }),
  },
]
