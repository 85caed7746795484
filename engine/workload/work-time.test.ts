import { expect, test } from 'vitest'
import { RandomStream } from '../lib/random.ts'
import { MILLISECOND } from '../lib/units.ts'
import { WorkTime, type WorkShape } from './work-time.ts'

const DRAWS = 100_000

function moments(variation: number, shape?: WorkShape) {
  const work = new WorkTime(5 * MILLISECOND, variation, shape)
  const random = new RandomStream(1, `work ${variation}`)
  let sum = 0
  let squares = 0
  for (let i = 0; i < DRAWS; i++) {
    const nanos = work.draw(random)
    sum += nanos
    squares += nanos * nanos
  }
  const mean = sum / DRAWS
  return { meanMs: mean / MILLISECOND, variation: squares / DRAWS / (mean * mean) - 1 }
}

test.each([0, 0.05, 0.3, 0.5, 0.9, 1, 1.5, 4, 20])(
  'work of variation %f has its mean and its variation',
  (variation) => {
    const seen = moments(variation)
    expect(Math.abs(seen.meanMs / 5 - 1)).toBeLessThan(0.04)
    expect(Math.abs(seen.variation - variation)).toBeLessThanOrEqual(variation * 0.12)
  },
)

test('work that takes no time takes none', () => {
  expect(new WorkTime(0, 1).draw(new RandomStream(1, 'none'))).toBe(0)
})

test.each([
  ['gamma', 0.3],
  ['gamma', 4],
  ['lognormal', 0.5],
  ['lognormal', 2],
  ['pareto', 0.1],
] as const)('work of %s shape has its mean and variation %f', (shape, variation) => {
  const seen = moments(variation, shape)
  expect(Math.abs(seen.meanMs / 5 - 1)).toBeLessThan(0.03)
  expect(Math.abs(seen.variation / variation - 1)).toBeLessThan(0.15)
})

test('a heavy tail has its mean, and work that never varies has no shape', () => {
  expect(Math.abs(moments(9, 'pareto').meanMs / 5 - 1)).toBeLessThan(0.1)
  expect(new WorkTime(7, 0, 'pareto').draw(new RandomStream(1, 'none'))).toBe(7)
})
