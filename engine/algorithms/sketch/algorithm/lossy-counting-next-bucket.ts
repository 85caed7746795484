import type { SketchSpec } from '../heavy-hitters.ts'
import { LossyCount } from '../lossy-count.ts'

/** The source counts the bucket up before it prunes: whoever comes twice a bucket is forgotten every time. */
export const sketch: SketchSpec = {
  name: 'lossy-counting-next-bucket',
  title: 'Lossy Counting of the source',
  summary: 'Prunes by the number of the next bucket: forgets items that came twice as often as it may miss.',
  broken: true,
  create: (options) => new LossyCount(options, 1),
}
