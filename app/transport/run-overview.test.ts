import { describe, expect, it } from 'vitest'
import { FrameRing } from '../session/frame-ring.ts'
import { OVERVIEW_SERIES, RunOverview } from './run-overview.ts'

const TENTH = 100_000_000
const columns = OVERVIEW_SERIES.map((id) => ({ id, of: 'run', metric: id, title: id, unit: 'requests/s' }))

/** A ring and its overview after so many readings, one a tenth of a second; goodput is the number of the reading. */
function after(readings: number, frame = 7) {
  const ring = new FrameRing(columns)
  const overview = new RunOverview()
  for (let from = 1; from <= readings; from += frame) {
    const count = Math.min(frame, readings - from + 1)
    const rows = Array.from({ length: count }, (_, i) => [(from + i) * TENTH, 5, from + i, NaN, 1])
    ring.append(Float64Array.from(rows.flat()))
    overview.take(ring)
  }
  return overview
}

describe('the overview of a run', () => {
  it('keeps every reading while there is room', () => {
    const overview = after(20)
    expect(overview.length).toBe(20)
    expect([0, 9, 19].map((bucket) => overview.mean(1, bucket))).toEqual([1, 10, 20])
    expect(overview.mean(2, 3)).toBe(0)
  })

  it('joins buckets when the run outgrows them, and keeps the means', () => {
    const overview = after(5000)
    expect(overview.bucketNanos).toBe(TENTH * 16)
    expect(overview.length).toBe(Math.ceil(5000 / 16))
    expect(overview.mean(1, 0)).toBeCloseTo(8.5)
    expect(overview.mean(0, 100)).toBe(5)
  })

  it('is the same however the readings arrive', () => {
    const [one, other] = [after(3000, 1), after(3000, 500)]
    for (let bucket = 0; bucket < one.length; bucket++)
      expect(one.mean(1, bucket)).toBe(other.mean(1, bucket))
  })
})
