import { describe, expect, it } from 'vitest'
import { HeavyKeeper } from './algorithm/heavy-keeper.ts'
import { STREAMS, countsOf, optionsFor } from './stream.bed.ts'

/** The paper's b, and the ε that `bound` speaks of. */
const DECAY_BASE = 1.08
const SHARE = 0.001
const LENGTH = 20_000
/** The theorem is about one array, so that there is no second one to fall back on. */
const DEPTH = 1
const SEEDS = 20
/** Items are judged together with those that occur about as often: from so many times to as many as the next says. */
const SIZES = [25, 60, 120, 400, LENGTH]

type Stream = (length: number, seed: number) => number[]

/** Over many seeds, by size: of a stream's items, the share whose estimate is off by εN or more; and how many are too high. */
function errors(make: Stream, width: number) {
  const most = Math.ceil(SHARE * LENGTH)
  const bySize = SIZES.map((from) => ({ from, off: 0, looked: 0 }))
  let over = 0
  for (let seed = 1; seed <= SEEDS; seed++) {
    const items = make(LENGTH, seed)
    const sketch = new HeavyKeeper(optionsFor(seed, { width, depth: DEPTH }))
    for (const item of items) sketch.add(item)
    for (const [item, count] of countsOf(items)) {
      const estimate = sketch.estimate(item)
      if (estimate > count) over++
      const size = bySize.findLast(({ from }) => count >= from)
      if (size === undefined) continue
      size.looked++
      if (count - estimate >= most) size.off++
    }
  }
  return { bySize, over }
}

describe('HeavyKeeper, Yang et al., ATC 2018', () => {
  const skewed = Object.entries(STREAMS).filter(([name]) => name !== 'uniform')
  describe.each(skewed)('on the stream "%s"', (_name, make) => {
    it.each([250, 1_000])(
      'error bound: Pr{n − n̂ ≥ ⌈εN⌉} ≤ 1 / (ε w n (b − 1)), and none too high, in %i cells',
      (width) => {
        const { bySize, over } = errors(make, width)
        expect(over).toBe(0)
        for (const { from, off, looked } of bySize)
          expect(off / Math.max(1, looked), `items of ${from} and more`).toBeLessThanOrEqual(
            1 / (SHARE * width * from * (DECAY_BASE - 1)),
          )
      },
    )
  })

  it('is beyond it where that promises nothing: small items in few cells are lost', () => {
    const [small] = errors(STREAMS.zipf, 50).bySize
    expect(small.off / small.looked).toBeGreaterThan(0.5)
  })

  it('states it for the lowest item that it ranks, and that is no empty promise for favourites', () => {
    const sketch = new HeavyKeeper(optionsFor(1, { width: 1_000, counters: 10 }))
    for (const item of STREAMS.zipf(LENGTH, 1)) sketch.add(item)
    const lowest = sketch.top(10).at(-1)!.count
    const { underMost, overMost, confidence } = sketch.bound()
    expect({ underMost, overMost }).toEqual({ underMost: Math.ceil(SHARE * LENGTH), overMost: 0 })
    expect(confidence).toBeCloseTo(1 - 1 / (SHARE * 1_000 * lowest * (DECAY_BASE - 1)))
    expect(confidence).toBeGreaterThan(0.9)
  })
})
