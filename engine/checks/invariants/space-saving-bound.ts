import { defineInvariant } from '../define-invariant.ts'
import { inWords, truthOf, type PublishedTopK } from '../window-truth.ts'

const SHOWN = 4

export const invariant = defineInvariant<null>({
  name: 'space-saving-bound',
  title: 'Space-Saving is off by N / k at most',
  doc: 'A counter is never below the true count of its item and never more than N / k above it, for k counters and N events.',
  start: () => null,
  on: {
    'top-k-published'(_state, published: PublishedTopK, nodeId, ctx) {
      const { algorithm, sketch, bound, top, parts } = published
      if (!algorithm.startsWith('space-saving') || sketch === null || bound === null) return undefined
      const { counts } = truthOf(published, ctx)
      const off = top
        .map(({ item, count }) => ({ item, count, came: counts.get(item) }))
        .filter(({ count, came }) => count < came || count > came + bound.overMost)
      counts.forEach((item, came) => {
        if (came > bound.overMost && sketch.estimate(item) < came)
          off.push({ item, count: sketch.estimate(item), came })
      })
      if (off.length === 0) return null
      return {
        says: `${off.length} counters are off by more than N / k = ${Math.round(bound.overMost)} upwards, or at all downwards, in ${inWords(published)}.`,
        operations: [
          ...parts,
          ...off
            .slice(0, SHOWN)
            .map(({ item, count, came }) => `item ${item} came ${came} times and has ${count}`),
        ],
        nodes: [nodeId],
      }
    },
  },
})
