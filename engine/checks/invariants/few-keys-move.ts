import { defineInvariant } from '../define-invariant.ts'
import { seconds } from '../client-answer.ts'

/** Nodes’ shares of the keys differ by chance: with 150 points each by a tenth or so. */
const TOLERANCE = 1.35

/** The fact `ring-change`: a server divides the keys among other cache nodes than before. */
interface RingChange {
  before: readonly string[]
  after: readonly string[]
  /** Share of the keys that belong to another node now. */
  movedShare: number
}

interface State {
  moved: number
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`

export const invariant = defineInvariant<State>({
  name: 'few-keys-move',
  title: 'Only the keys that must move do',
  doc: 'When a cache node goes or comes back, the keys that it owned move, about one in as many as there are nodes, and no others.',
  start: () => ({ moved: NaN }),
  on: {
    'ring-change'(state, { before, after, movedShare }: RingChange, nodeId, { now }) {
      state.moved = movedShare
      const gone = before.filter((id) => !after.includes(id))
      const come = after.filter((id) => !before.includes(id))
      const due = gone.length / Math.max(1, before.length) + come.length / Math.max(1, after.length)
      if (movedShare <= due * TOLERANCE) return null
      return {
        says: `${nodeId} moved ${percent(movedShare)} of the keys, where ${percent(due)} had to move.`,
        operations: [
          `before ${seconds(now)} the keys were divided among ${before.join(', ')}`,
          `${seconds(now)}: ${[...gone.map((id) => `${id} went`), ...come.map((id) => `${id} came`)].join(', ')}`,
        ],
        nodes: [nodeId, ...gone, ...come],
      }
    },
  },
  readings: {
    movedKeys: { title: 'Keys moved by the latest change', unit: '%', read: ({ moved }) => moved },
  },
})
