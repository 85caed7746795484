import { seconds } from '../client-answer.ts'
import { defineInvariant } from '../define-invariant.ts'

/** A replica has kept one of two writes that knew nothing of each other, as it tells. */
interface Dropped {
  generation: number
  key: number
  kept: unknown
  dropped: unknown
}

interface State {
  dropped: Set<unknown>
  generation: number
}

export const invariant = defineInvariant<State>({
  name: 'no-write-dropped',
  title: 'No update is lost in silence',
  doc: 'Of two writes that knew nothing of each other, none is thrown away without anybody being told.',
  start: () => ({ dropped: new Set(), generation: 0 }),
  on: {
    'client-answer': () => null,
    'write-dropped'(state, { generation, key, kept, dropped }: Dropped, node, ctx) {
      if (generation > state.generation) Object.assign(state, { generation, dropped: new Set() })
      if (generation < state.generation || state.dropped.has(dropped)) return null
      state.dropped.add(dropped)
      return {
        says: `${String(dropped)} was acknowledged for key ${key} and then dropped for ${String(kept)}, whose writer had not seen it.`,
        operations: [`${seconds(ctx.now)}: ${node} keeps ${String(kept)} and drops ${String(dropped)}`],
        nodes: [node],
      }
    },
  },
  readings: {
    lostUpdates: { title: 'Updates lost', unit: 'writes', read: ({ dropped }) => dropped.size },
  },
})
