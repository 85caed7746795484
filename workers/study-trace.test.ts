import { strToU8 } from 'fflate'
import { expect, it } from 'vitest'
import { studyTrace } from './study-trace.ts'

function study(text: string) {
  const work = studyTrace('a.trace', strToU8(text))
  const fractions: number[] = []
  let step = work.next()
  for (; !step.done; step = work.next()) fractions.push(step.value.fraction)
  return { study: step.value, fractions }
}

/** A loop over six keys, which is the worst there is for LRU. */
const LOOP = Array.from({ length: 600 }, (_, i) => i % 6).join('\n')

it('shows every policy that can run, and the bound first', () => {
  const { study: result } = study(LOOP)
  expect(result).toMatchObject({ requests: 600, distinct: 6, unit: 'entries', capacities: [1, 2, 3, 5, 6] })
  expect(result.curves.map(({ policy }) => policy)).toHaveLength(13)
  expect(result.curves[0]).toMatchObject({ policy: 'belady', bound: true })
  expect(result.curves.filter(({ bound }) => bound)).toHaveLength(1)
})

it('counts what the policies hit: on a loop LRU nothing until all fits, Bélády all but one key in each round', () => {
  const { curves } = study(LOOP).study
  const rates = (policy: string) => curves.find((curve) => curve.policy === policy)!.hitRates
  expect(rates('lru')).toEqual([0, 0, 0, 0, 594 / 600])
  expect(rates('belady')[3]).toBeCloseTo(0.79, 1)
  for (const { hitRates } of curves) {
    hitRates.forEach((rate, i) => expect(rate).toBeLessThanOrEqual(rates('belady')[i]))
  }
})

it('tells how far it is, from reading to the last policy', () => {
  const { fractions } = study(LOOP)
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
  expect(fractions.at(-1)).toBeCloseTo(1, 5)
})

it('looks at fewer sizes of a long trace, and still at the largest', () => {
  const long = Array.from({ length: 4_000_000 }, (_, i) => (i * i) % 30_011).join('\n')
  const work = studyTrace('long', strToU8(long))
  let step = work.next()
  while (!step.done && step.value.study === undefined) step = work.next()
  const { capacities, distinct } = (step.value as { study: { capacities: number[]; distinct: number } }).study
  expect(capacities).toHaveLength(10)
  expect(capacities.at(-1)).toBe(distinct)
})
