import { describe, expect, test } from 'vitest'
import { RandomStream } from '../lib/random.ts'
import { SECOND, s, type Nanos } from '../lib/units.ts'
import type { LoadShape, ShapeOptions } from './load-shape.ts'
import { OpenArrivals, type OpenArrivalsOptions } from './open-arrivals.ts'
import { ReplayedArrivals } from './replayed-arrivals.ts'
import { SHAPES } from './shapes.ts'

const OPTIONS: ShapeOptions = { startNanos: s(2), lengthNanos: s(4), peak: 5 }
const shape = (name: string, options = OPTIONS): LoadShape => SHAPES.get(name)!.make(options)

function instants(options: Partial<OpenArrivalsOptions>, until: Nanos, seed = 1): Nanos[] {
  const arrivals = new OpenArrivals(
    { ratePerSecond: 1000, shape: shape('steady'), spacing: 'poisson', ...options },
    new RandomStream(seed, 'arrivals'),
  )
  const all: Nanos[] = []
  for (arrivals.next(); arrivals.at <= until; arrivals.next()) all.push(arrivals.at)
  return all
}
const between = (all: Nanos[], from: number, to: number) =>
  all.filter((at) => at >= s(from) && at < s(to)).length
/** Within four standard deviations of a Poisson count. */
const expectCount = (count: number, expected: number) =>
  expect(Math.abs(count - expected)).toBeLessThanOrEqual(4 * Math.sqrt(expected) + 1)

/** The expected multiple over a stretch, by summing the shape itself. */
function meanOf(of: LoadShape, from: number, to: number): number {
  let sum = 0
  for (let i = 0; i < 1000; i++) sum += of.at(Math.round(s(from) + ((i + 0.5) / 1000) * s(to - from)))
  return sum / 1000
}

describe.each([...SHAPES.keys()])('the shape %s', (name) => {
  test('gives random arrivals in the number that it says, in every stretch', () => {
    const all = instants({ shape: shape(name) }, s(12))
    for (let from = 0; from < 12; from += 0.5)
      expectCount(between(all, from, from + 0.5), 500 * meanOf(shape(name), from, from + 0.5))
  })

  test('gives even arrivals in that number too', () => {
    const all = instants({ shape: shape(name), spacing: 'even' }, s(12))
    for (let from = 0; from < 12; from += 1)
      expect(
        Math.abs(between(all, from, from + 1) / 1000 - meanOf(shape(name), from, from + 1)),
      ).toBeLessThan(0.03)
  })

  test('never exceeds its bound, and every bound ends later than it begins', () => {
    for (const peak of [0, 0.5, 1, 3, 40]) {
      const of = shape(name, { ...OPTIONS, peak })
      const random = new RandomStream(3, name)
      for (let i = 0; i < 2000; i++) {
        const time = random.below(s(20))
        const until = of.boundUntil(time)
        expect(until).toBeGreaterThan(time)
        const later = Math.min(
          s(30),
          time + Math.floor((until === Infinity ? s(10) : until - time) * random.uniform() * 0.999),
        )
        expect(of.at(later)).toBeLessThanOrEqual(of.bound(time) + 1e-12)
      }
    }
  })
})

test('a steady Poisson process has gaps whose mean and deviation are equal, and independent counts', () => {
  const all = instants({ ratePerSecond: 50_000 }, s(2))
  const gaps = all.slice(1).map((at, i) => at - all[i])
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) * (gap - mean), 0) / gaps.length
  expect(mean / (SECOND / 50_000)).toBeCloseTo(1, 1)
  expect(Math.sqrt(variance) / mean).toBeCloseTo(1, 1)
})

test('even arrivals keep their distance', () => {
  expect(instants({ spacing: 'even', ratePerSecond: 4 }, s(1))).toEqual([s(0.25), s(0.5), s(0.75), s(1)])
})

test('nothing comes at rate 0, and the same stream gives the same arrivals', () => {
  expect(instants({ ratePerSecond: 0 }, s(100))).toEqual([])
  expect(instants({}, s(1), 7)).toEqual(instants({}, s(1), 7))
  expect(instants({}, s(1), 7)).not.toEqual(instants({}, s(1), 8))
})

test('recorded arrivals come as recorded, then no more', () => {
  const arrivals = new ReplayedArrivals([3, 3, 10])
  const next = () => {
    arrivals.next()
    return arrivals.at
  }
  expect([next(), next(), next(), next()]).toEqual([3, 3, 10, Infinity])
  expect(() => new ReplayedArrivals([3, 2])).toThrow('in the order of their time')
})
