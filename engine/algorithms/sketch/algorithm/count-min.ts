import { CountMinRanking } from '../count-min-ranking.ts'
import type { SketchSpec } from '../heavy-hitters.ts'

export const sketch: SketchSpec = {
  name: 'count-min',
  title: 'Count-Min + heap',
  summary: 'A matrix of counters that items share, and a heap of those with the highest estimates.',
  create: (options) => new CountMinRanking(options, false),
}
