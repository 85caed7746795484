import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HeavyKeeper } from './algorithm/heavy-keeper.ts'
import { MisraGries } from './algorithm/misra-gries.ts'
import { SpaceSaving } from './algorithm/space-saving.ts'
import { byRank, type HeavyHitters, type Ranked } from './heavy-hitters.ts'
import { optionsFor } from './stream.bed.ts'

const settings = { numRuns: 200 }
/** Runs of one item each: where they come in turn, all counters are worn down to one. */
const run = fc.tuple(fc.oneof(fc.nat(6), fc.nat(40)), fc.integer({ min: 1, max: 30 }))
const stream = fc
  .array(run, { maxLength: 20 })
  .map((runs) => runs.flatMap(([item, times]) => Array.from({ length: times }, () => item)))
const counters = fc.integer({ min: 1, max: 12 })
const NEVER = 4_000_000_000

function fed<Sketch extends HeavyHitters>(sketch: Sketch, items: readonly number[]): Sketch {
  for (const item of items) sketch.add(item)
  return sketch
}
const all = (sketch: HeavyHitters): Ranked[] => sketch.top(Infinity)
const itemsOf = (...sketches: HeavyHitters[]): number[] => [
  ...new Set(sketches.flatMap((sketch) => all(sketch).map(({ item }) => item))),
]

describe('merging, as the papers have it', () => {
  it('Misra–Gries: counters are added and lowered by the (k + 1)-th highest', () => {
    fc.assert(
      fc.property(stream, stream, counters, (first, second, k) => {
        const [ours, theirs] = [first, second].map((items) => fed(new MisraGries({ counters: k }), items))
        const sums = itemsOf(ours, theirs)
          .map((item) => ({ item, count: ours.estimate(item) + theirs.estimate(item) }))
          .sort(byRank)
        const cut = sums[k]?.count ?? 0
        const lowered = ours.bound().underMost + theirs.bound().underMost + cut
        ours.merge(theirs)
        const left = sums.map(({ item, count }) => ({ item, count: count - cut }))
        expect(all(ours)).toEqual(left.filter(({ count }) => count > 0))
        expect(ours.inspect()).toEqual({ counters: k, used: all(ours).length })
        expect(ours.bound().underMost).toBe(lowered)
        expect(lowered).toBeLessThanOrEqual(ours.total / (k + 1))
      }),
      settings,
    )
  })

  it('Space-Saving: who is unknown to one may have come there as often as its lowest; the k highest stay', () => {
    fc.assert(
      fc.property(stream, stream, counters, (first, second, k) => {
        const [ours, theirs] = [first, second].map((items) => fed(new SpaceSaving({ counters: k }), items))
        const unseen = ours.estimate(NEVER) + theirs.estimate(NEVER)
        const sums = itemsOf(ours, theirs).map((item) => ({
          item,
          count: ours.estimate(item) + theirs.estimate(item),
          atLeast: ours.atLeast(item) + theirs.atLeast(item),
        }))
        ours.merge(theirs)
        const counts = sums.map(({ count }) => count).sort((a, b) => b - a)
        expect(all(ours).map(({ count }) => count)).toEqual(counts.slice(0, k))
        for (const { item, count, atLeast } of sums) {
          if (!all(ours).some((kept) => kept.item === item)) continue
          expect([ours.estimate(item), ours.atLeast(item)]).toEqual([count, atLeast])
        }
        const full = counts.length >= k ? counts[k - 1] : 0
        expect(ours.estimate(NEVER)).toBe(Math.max(unseen, full))
      }),
      settings,
    )
  })

  it('HeavyKeeper: whoever is high in either gets the sum of both estimates', () => {
    fc.assert(
      fc.property(stream, stream, counters, (first, second, k) => {
        const make = () => new HeavyKeeper(optionsFor(3, { counters: k, width: 30, depth: 2 }))
        const [ours, theirs] = [fed(make(), first), fed(make(), second)]
        const sums = itemsOf(ours, theirs).map((item) => ours.estimate(item) + theirs.estimate(item))
        ours.merge(theirs)
        expect(all(ours).map(({ count }) => count)).toEqual(sums.sort((a, b) => b - a).slice(0, k))
        expect(ours.total).toBe(first.length + second.length)
      }),
      settings,
    )
  })
})
