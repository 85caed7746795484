import { describe, expect, test } from 'vitest'
import { s } from '../../lib/units.ts'
import { DESIGNS } from '../catalogue.ts'
import { mismatch } from './mismatch.bed.ts'
import { straightDigests } from './straight-digests.bed.ts'
import { WAYS } from './ways.bed.ts'
import { worldOf } from './world-of.bed.ts'

const LONG = process.env.BREAKWATER_LONG === '1'
const SEEDS = Array.from({ length: LONG ? 100 : 1 }, (_, i) => i + 1)
const UNTIL = s(LONG ? 4 : 1)

const runnable = [...DESIGNS.values()].flatMap(({ design }) => (design === null ? [] : [design]))

describe.each(runnable.map((design) => [design.slug, design] as const))('%s', (_slug, design) => {
  const straightDigest = straightDigests((seed) => worldOf(design, seed), UNTIL)
  test.each(Object.entries(WAYS))('is the same run %s', { timeout: 3_600_000 }, (_name, move) => {
    for (const seed of SEEDS) {
      const told = mismatch(() => worldOf(design, seed), move, UNTIL, straightDigest(seed))
      expect(told, `seed ${seed}`).toBeNull()
    }
  })
})
