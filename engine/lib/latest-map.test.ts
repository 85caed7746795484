import { expect, test } from 'vitest'
import { LatestMap } from './latest-map.ts'
import { RandomStream } from './random.ts'

test('a map of the latest keys holds what a list of the latest keys says, through any order of old and new keys', () => {
  const random = new RandomStream(7, 'keys')
  for (const limit of [1, 2, 7, 100]) {
    const map = new LatestMap<number, number>(limit)
    let oracle: [number, number][] = []
    for (let step = 0; step < 5_000; step++) {
      const key = random.below(limit * 3)
      const pushedOut = map.set(key, step)
      const before = oracle
      const known = oracle.find((entry) => entry[0] === key)
      if (known !== undefined) known[1] = step
      else oracle = [...oracle, [key, step] as [number, number]].slice(-limit)
      const gone = before.find((entry) => !oracle.includes(entry))
      expect(pushedOut).toBe(gone?.[1])
      const asked = random.below(limit * 3)
      expect(map.get(asked)).toBe(oracle.find((entry) => entry[0] === asked)?.[1])
      expect(map.has(asked)).toBe(oracle.some((entry) => entry[0] === asked))
      expect(map.size).toBe(oracle.length)
    }
  }
})

test('a map of the latest keys remembers at least one', () => {
  expect(() => new LatestMap(0)).toThrow('positive')
})
