import { LRUCache } from 'lru-cache'
import { LRUMapWithDelete } from 'mnemonist'
import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import type { EvictionPolicy } from './eviction-policy.ts'
import { createPolicy, findPolicy, POLICIES } from './policies.ts'

const make = (name: string, capacity: number) =>
  createPolicy(name, { capacity, random: new RandomStream(1, 'eviction') })
const hits = (policy: EvictionPolicy, keys: number[]) => keys.filter((key) => policy.access(key)).length
const range = (length: number, from = 0) => Array.from({ length }, (_, i) => from + i)
const repeat = (keys: number[], times: number) => range(times).flatMap(() => keys)

/** Requests with a popular few and a long tail: the smaller of three draws. */
function skewed(length: number, keys: number): number[] {
  const random = new RandomStream(5, 'requests')
  return range(length).map(() => Math.min(random.below(keys), random.below(keys), random.below(keys)))
}

describe('the catalogue', () => {
  it('has the policies that the headless runner promises', () => {
    const promised = 'fifo lru lfu clock slru 2q arc lirs w-tinylfu sieve s3-fifo random belady'.split(' ')
    expect(promised.filter((name) => findPolicy(name)?.role === 'broken' || !findPolicy(name))).toEqual([])
  })

  it('names each policy once, as the policy names itself', () => {
    expect(new Set(POLICIES.map((policy) => policy.name)).size).toBe(POLICIES.length)
    const future = { keys: [0], sizes: null }
    for (const policy of POLICIES) {
      const made = policy.create({ capacity: 1, random: new RandomStream(1, 'eviction'), future })
      expect(made.name).toBe(policy.name)
      expect(made.inspect().policy).toBe(policy.name)
    }
  })

  it('says in a sentence what is wrong with an option or a request', () => {
    expect(() => make('lru', 0)).toThrow('the capacity of a cache is a positive whole number')
    expect(() => make('belady', 1)).toThrow('Bélády needs to be told the requests to come')
    expect(() => make('lru', 1).access(-1)).toThrow('a cache key is a non-negative safe integer')
    expect(() => make('arc', 1).admit(1, 0.5)).toThrow('a size in units is a positive whole number')
    expect(() => make('mru', 1)).toThrow('an eviction policy has a name of the catalogue')
  })
})

describe('what the papers say', () => {
  it('FIFO shows Bélády’s anomaly: nine faults with three frames, ten with four', () => {
    const requests = [1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5]
    expect([12 - hits(make('fifo', 3), requests), 12 - hits(make('fifo', 4), requests)]).toEqual([9, 10])
    expect(12 - hits(make('lru', 4), requests)).toBeLessThanOrEqual(12 - hits(make('lru', 3), requests))
  })

  it('a loop one key longer than the cache gives LRU nothing and LIRS nearly all', () => {
    const loop = repeat(range(101), 20)
    expect(hits(make('lru', 100), loop)).toBe(0)
    expect(hits(make('lirs', 100), loop)).toBe(19 * 99)
  })

  it('one scan empties LRU; what was asked for often survives it in SLRU, 2Q, ARC, LIRS, S3-FIFO and W-TinyLFU', () => {
    const warm = [...repeat(range(40), 2), ...range(100, 1000), ...repeat(range(40), 4)]
    const survivors = (name: string) => {
      const policy = make(name, 100)
      hits(policy, [...warm, ...range(500, 5000)])
      return range(40).filter((key) => policy.has(key)).length
    }
    expect(survivors('lru')).toBe(0)
    for (const name of ['slru', '2q', 'arc', 'lirs', 's3-fifo', 'w-tinylfu'])
      expect([name, survivors(name)]).toEqual([name, 40])
  })

  it('LFU keeps yesterday’s favourites; W-TinyLFU’s sketch forgets them', () => {
    const shift = [...repeat(range(50), 30), ...repeat(range(60, 100), 60)]
    expect(hits(make('w-tinylfu', 60), shift)).toBeGreaterThan(hits(make('lfu', 60), shift) + 1000)
  })
})

describe('the stale minimum', () => {
  it('outgrows its capacity as soon as keys were asked for twice, where LFU does not', () => {
    const requests = repeat(range(30), 2)
    const [broken, correct] = [make('lfu-stale-minimum', 5), make('lfu', 5)]
    for (const key of requests.flatMap((key) => [key, key])) {
      broken.access(key)
      correct.access(key)
    }
    expect([broken.size, correct.size]).toEqual([30, 5])
  })
})

describe('LRU beside well-known packages', () => {
  const requests = skewed(20_000, 900)

  it('holds the same keys as lru-cache, counted in entries', () => {
    const ours = make('lru', 120)
    const theirs = new LRUCache<number, true>({ max: 120 })
    for (const key of requests) {
      const hit = theirs.get(key) !== undefined
      if (!hit) theirs.set(key, true)
      if (ours.access(key) !== hit) expect.fail(`key ${key}: lru-cache says ${hit}`)
      if (key % 50 === 7) expect(ours.remove(key + 1)).toBe(theirs.delete(key + 1))
    }
    expect(ours.inspect().queues[0].keys).toEqual([...theirs.keys()])
  })

  it('holds the same keys as lru-cache, counted in bytes, with objects that are too large', () => {
    const sizeOf = (key: number) => 1 + ((key * 7919) % 900) + (key % 41 === 0 ? 30_000 : 0)
    const ours = make('lru', 20_000)
    const theirs = new LRUCache<number, true>({ maxSize: 20_000, sizeCalculation: (_, key) => sizeOf(key) })
    for (const key of requests) {
      const hit = theirs.get(key) !== undefined
      if (!hit) theirs.set(key, true)
      if (ours.access(key, sizeOf(key)) !== hit) expect.fail(`key ${key}: lru-cache says ${hit}`)
    }
    expect([ours.used, ours.inspect().queues[0].keys]).toEqual([theirs.calculatedSize, [...theirs.keys()]])
  })

  it('holds the same keys as mnemonist', () => {
    const ours = make('lru', 333)
    const theirs = new LRUMapWithDelete<number, boolean>(333)
    for (const key of requests) {
      const hit = theirs.get(key) !== undefined
      if (!hit) theirs.set(key, true)
      if (ours.access(key) !== hit) expect.fail(`key ${key}: mnemonist says ${hit}`)
    }
    expect(ours.inspect(1000).queues[0].keys).toEqual([...theirs.keys()])
  })
})

describe('keys far apart', () => {
  it('are treated as small ones are', () => {
    for (const { name } of POLICIES.filter(({ role }) => role !== 'bound')) {
      if (name === 'w-tinylfu') continue // its sketch hashes keys, so which collide depends on them
      const [near, far] = [make(name, 90), make(name, 90)]
      for (const key of skewed(5000, 400)) expect(far.access(key * 4_294_967_311)).toBe(near.access(key))
    }
  })
})
