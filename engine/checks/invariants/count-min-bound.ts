import { defineInvariant, type Violation } from '../define-invariant.ts'
import { inWords, truthOf, type PublishedTopK, type WindowTruth } from '../window-truth.ts'

/** How far the share of items that are further off may be above its expectation, in standard deviations. */
const DEVIATIONS = 5
const SHOWN = 4

/** Items whose estimate is below their true count, in words. */
function underestimated({ top, sketch }: PublishedTopK, { counts }: WindowTruth): string[] {
  const found: string[] = []
  for (const { item, count } of top) {
    const estimate = sketch === null ? count : sketch.estimate(item)
    if (estimate < counts.get(item))
      found.push(`item ${item} came ${counts.get(item)} times; the list says ${estimate}`)
  }
  if (sketch === null) return found
  counts.forEach((item, count) => {
    if (sketch.estimate(item) < count)
      found.push(`item ${item} came ${count} times; the sketch says ${sketch.estimate(item)}`)
  })
  return found
}

/** The share of items that are further off than e / width * N, when that is too large for the stated confidence. */
function tooFarOff(published: PublishedTopK, { counts }: WindowTruth, nodeId: string): Violation | null {
  const { sketch, bound, parts } = published
  if (sketch === null || bound === null) return null
  let off = 0
  counts.forEach((item, count) => {
    if (sketch.estimate(item) > count + bound.overMost) off++
  })
  const expected = counts.size * (1 - bound.confidence)
  if (off <= expected + DEVIATIONS * Math.sqrt(expected) + 1) return null
  return {
    says: `${off} of ${counts.size} items are estimated more than ${Math.round(bound.overMost)} too high in ${inWords(published)}; ${expected.toFixed(1)} may be.`,
    operations: parts,
    nodes: [nodeId],
  }
}

export const invariant = defineInvariant<null>({
  name: 'count-min-bound',
  title: 'Count-Min never underestimates, and stays within its bound',
  doc: 'No estimate is below the true count, and it is more than e / width of the stream above it no oftener than with a chance of e^-depth.',
  start: () => null,
  on: {
    'top-k-published'(_state, published: PublishedTopK, nodeId, ctx) {
      if (!published.algorithm.startsWith('count-min')) return undefined
      const truth = truthOf(published, ctx)
      const below = underestimated(published, truth)
      if (below.length === 0) return tooFarOff(published, truth, nodeId)
      return {
        says: `${below.length} items are underestimated in ${inWords(published)}.`,
        operations: [...published.parts, ...below.slice(0, SHOWN)],
        nodes: [nodeId],
      }
    },
  },
})
