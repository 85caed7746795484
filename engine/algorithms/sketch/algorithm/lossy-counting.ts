import type { SketchSpec } from '../heavy-hitters.ts'
import { LossyCount } from '../lossy-count.ts'

export const sketch: SketchSpec = {
  name: 'lossy-counting',
  title: 'Lossy Counting',
  summary: 'Forgets at the end of each bucket who came too seldom: misses nobody who came often.',
  create: (options) => new LossyCount(options, 0),
}
