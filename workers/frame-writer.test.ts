import { expect, test } from 'vitest'
import { FrameWriter } from './frame-writer.ts'
import type { PacedRun } from './paced-run.ts'

const BEAT_MS = 1000 / 15

test('frames come fifteen times a second; what was done is shown at once, and what came of it in the next picture', () => {
  const pace = { sample: () => undefined, reached: () => 1 }
  const writer = new FrameWriter(1, { playing: true, now: 0, crashed: null, pace } as unknown as PacedRun, [])
  writer.quiet = false
  writer.write(1_000) // the first, which is urgent
  writer.write(1_016)
  expect(writer.wait(1_016)).toBeCloseTo(BEAT_MS)
  writer.hurry()
  expect(writer.due(1_050)).toBe(true)
  writer.write(1_050)
  expect(writer.wait(1_050)).toBe(16)
})
