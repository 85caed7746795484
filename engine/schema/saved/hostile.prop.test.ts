import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MUTATIONS, mutated, survives } from './hostile.bed.ts'

/** `npm run test:long` reads a hundred thousand of them, of new seeds; a failing one is printed with its seed. */
const long = process.env.BREAKWATER_LONG === '1'
const RUNS = long ? 100_000 : 1_500
const SEED = long ? Date.now() % 2 ** 31 : 2026

test(`${RUNS} spoiled documents cause no crash, no hang and no pollution, and some of them are sound after all`, () => {
  let sound = 0
  let slowestMs = 0
  fc.assert(
    fc.property(MUTATIONS, (mutations) => {
      const { ok, workedMs } = survives(mutated(mutations))
      if (ok) sound++
      slowestMs = Math.max(slowestMs, workedMs)
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  )
  expect(slowestMs).toBeLessThan(200)
  expect(sound).toBeGreaterThan(RUNS / 50)
  expect(sound).toBeLessThan(RUNS / 2)
}, 900_000)
