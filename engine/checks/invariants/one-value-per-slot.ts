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

interface State {
  generation: number
  chosen: Map<number, { command: string | null; node: string; text: string }>
}

export const invariant = defineInvariant<State>({
  name: 'one-value-per-slot',
  title: 'A slot is settled once',
  doc: 'No two replicas learn different commands for one slot of the log (Paxos made simple, section 2.1).',
  start: () => ({ generation: 0, chosen: new Map() }),
  on: {
    'slot-chosen'(state, { generation, slot, command }: ChosenFact, node, ctx) {
      if (generation < state.generation) return undefined
      if (generation > state.generation) Object.assign(state, { generation, chosen: new Map() })
      const before = state.chosen.get(slot)
      if (before?.command === command) return null
      const text = `${seconds(ctx.now)}: ${node} learns ${command ?? 'nothing'} for slot ${slot}`
      if (before === undefined) {
        state.chosen.set(slot, { command, node, text })
        if (state.chosen.size > REMEMBERED) state.chosen.delete(state.chosen.keys().next().value!)
        return null
      }
      return {
        says: `Slot ${slot} is settled twice: ${before.node} learnt ${before.command ?? 'nothing'}, ${node} learnt ${command ?? 'nothing'}.`,
        operations: [before.text, text],
        nodes: [before.node, node],
      }
    },
  },
})
