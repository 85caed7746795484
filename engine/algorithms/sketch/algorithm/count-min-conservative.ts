import { CountMinRanking } from '../count-min-ranking.ts'
import type { SketchSpec } from '../heavy-hitters.ts'

export const sketch: SketchSpec = {
  name: 'count-min-conservative',
  title: 'Count-Min, conservative + heap',
  summary: 'As Count-Min, but an item raises only the counters that its new estimate needs.',
  create: (options) => new CountMinRanking(options, true),
}
