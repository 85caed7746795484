import { describe, expect, it } from 'vitest'
import { runSagas } from './saga-world.bed.ts'

const SEEDS = Array.from({ length: process.env.BREAKWATER_LONG === '1' ? 200 : 12 }, (_, i) => i + 1)

describe('sagas under crashes, loss, duplication and reordering', () => {
  it('take every step once or not at all, and all of them end', () => {
    const ended = { completed: 0, compensated: 0 }
    for (const seed of SEEDS) {
      const sagas = runSagas({ seed })
      expect({ seed, says: sagas.feed.says }).toEqual({ seed, says: null })
      const { completed, compensated, abandoned } = sagas.ended
      expect({ seed, abandoned, open: sagas.begun - completed - compensated }).toEqual({
        seed,
        abandoned: 0,
        open: 0,
      })
      ended.completed += completed
      ended.compensated += compensated
    }
    expect(ended.completed).toBeGreaterThan(50)
    expect(ended.compensated).toBeGreaterThan(50)
  })
})
