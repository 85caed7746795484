import { defineInvariant } from '../define-invariant.ts'
import { inWords, truthOf, type PublishedTopK } from '../window-truth.ts'

export const invariant = defineInvariant<null>({
  name: 'every-event-counted',
  title: 'Every event of the window is counted once',
  doc: 'A published list is made of exactly as many events as the stream had in the window that it speaks of.',
  start: () => null,
  on: {
    'top-k-published'(_state, published: PublishedTopK, nodeId, ctx) {
      const { total } = truthOf(published, ctx)
      if (published.total === total) return null
      const difference = published.total - total
      return {
        says: `${Math.abs(difference)} events ${difference > 0 ? 'too many' : 'are missing'} in ${inWords(published)}: the stream had ${total}.`,
        operations: [
          ...published.parts,
          `the stream had ${total} events in panes ${published.firstPane} to ${published.lastPane}`,
        ],
        nodes: [nodeId],
      }
    },
  },
})
