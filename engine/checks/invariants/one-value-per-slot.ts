import { LatestMap } from '../../lib/latest-map.ts'
import type { Nanos } from '../../lib/units.ts'
import { seconds } from '../client-answer.ts'
import { defineInvariant } from '../define-invariant.ts'

/** A replica of a Paxos log has learnt that a slot is settled, as it tells. */
interface ChosenFact {
  /** Which life of the log: each begins empty. */
  generation: number
  slot: number
  /** Identifies the command; null: nothing, to fill a gap. */
  command: string | null
}

/** Slots that are remembered. Replicas that are further behind learn what they lack from a log, not by agreement. */
const REMEMBERED = 50_000

/** Who learnt what a slot holds, first of all. */
interface Learnt {
  command: string | null
  node: string
  atNanos: Nanos
}

interface State {
  generation: number
  chosen: LatestMap<number, Learnt>
}

export const invariant = defineInvariant<State>({
  name: 'one-value-per-slot',
  title: 'A slot is settled once',
  doc: 'No two replicas learn different commands for one slot of the log (Paxos made simple, section 2.1).',
  start: () => ({ generation: 0, chosen: new LatestMap(REMEMBERED) }),
  on: {
    'slot-chosen'(state, { generation, slot, command }: ChosenFact, node, ctx) {
      if (generation < state.generation) return undefined
      if (generation > state.generation)
        Object.assign(state, { generation, chosen: new LatestMap(REMEMBERED) })
      const before = state.chosen.get(slot)
      if (before?.command === command) return null
      const learnt = { command, node, atNanos: ctx.now }
      if (before === undefined) {
        state.chosen.set(slot, learnt)
        return null
      }
      return {
        says: `Slot ${slot} is settled twice: ${before.node} learnt ${before.command ?? 'nothing'}, ${node} learnt ${command ?? 'nothing'}.`,
        operations: [inWords(slot, before), inWords(slot, learnt)],
        nodes: [before.node, node],
      }
    },
  },
})

const inWords = (slot: number, { command, node, atNanos }: Learnt): string =>
  `${seconds(atNanos)}: ${node} learns ${command ?? 'nothing'} for slot ${slot}`
