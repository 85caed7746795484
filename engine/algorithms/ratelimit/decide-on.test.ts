import { describe, expect, test } from 'vitest'
import { limiters } from './catalogue.ts'
import { decideOn } from './decide-on.bed.ts'
import { SlidingMaximum } from './sliding-maximum.ts'

describe.each(limiters.filter((spec) => spec.sound))('$name in a shared store', (spec) => {
  const options = { limit: 10, windowNanos: 1_000_000 }

  /** Four servers, forty requests: each server reads, and writes back only after the others have read as well. */
  function admitted(atomic: boolean): number {
    const core = spec.core(options)
    const judge = new SlidingMaximum(options)
    let stored = core.initial(0)
    for (let now = 0; now < 10; now++) {
      const reads = [0, 1, 2, 3].map(() => stored)
      for (const read of reads) {
        const { state, decision } = decideOn(core, atomic ? stored : read, now)
        stored = state
        if (decision.allowed) judge.add(now)
      }
    }
    return judge.maximum
  }

  test('keeps its limit when read, decision and write are one step', () => {
    expect(admitted(true)).toBe(10)
  })

  test('admits far too much when three of four writes are lost', () => {
    expect(admitted(false)).toBeGreaterThanOrEqual(4 * 9)
  })
})
