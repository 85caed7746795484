import { defineInvariant } from '../define-invariant.ts'
import { inWords, truthOf, type PublishedTopK } from '../window-truth.ts'

const SHOWN = 4

export const invariant = defineInvariant<null>({
  name: 'lossy-counting-no-misses',
  title: 'Lossy Counting misses nobody',
  doc: 'Whatever support is asked for, whoever came as often in the window is reported when all above support less error are: no false negatives.',
  start: () => null,
  on: {
    'top-k-published'(_state, published: PublishedTopK, nodeId, ctx) {
      const { algorithm, sketch, bound, parts } = published
      if (!algorithm.startsWith('lossy-counting') || sketch === null || bound === null) return undefined
      const { counts } = truthOf(published, ctx)
      const missed: string[] = []
      counts.forEach((item, count) => {
        const estimate = sketch.estimate(item)
        // Asked for all that came `count` times, it reports from `count - error` on.
        if (estimate < count - bound.underMost)
          missed.push(`item ${item} came ${count} times; its entry says ${estimate}`)
      })
      if (missed.length === 0) return null
      return {
        says: `${missed.length} items are off by more than the ${Math.ceil(bound.underMost)} events that may be forgotten, and missing when their count is asked for, in ${inWords(published)}.`,
        operations: [...parts, ...missed.slice(0, SHOWN)],
        nodes: [nodeId],
      }
    },
  },
})
