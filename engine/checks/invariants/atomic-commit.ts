import { seconds } from '../client-answer.ts'
import { defineInvariant } from '../define-invariant.ts'

/** A coordinator or participant has decided on a transaction, as it tells. */
interface Decided {
  txn: number
  decision: 'commit' | 'abort'
  by: string
}

/** Decisions that are remembered: those of a transaction fall within seconds or minutes of each other. */
const REMEMBERED = 20_000

interface State {
  first: Map<number, { decision: string; node: string; text: string }>
}

export const invariant = defineInvariant<State>({
  name: 'atomic-commit',
  title: 'All commit or none does',
  doc: 'Of one transaction no member commits while another aborts.',
  start: () => ({ first: new Map() }),
  on: {
    'transaction-decided'({ first }, { txn, decision, by }: Decided, node, ctx) {
      const text = `${seconds(ctx.now)}: ${node} ${decision === 'commit' ? 'commits' : 'aborts'} transaction ${txn} (${by})`
      const before = first.get(txn)
      if (before === undefined) {
        first.set(txn, { decision, node, text })
        if (first.size > REMEMBERED) first.delete(first.keys().next().value!)
        return null
      }
      if (before.decision === decision) return null
      const [one, other] = decision === 'commit' ? [node, before.node] : [before.node, node]
      return {
        says: `Transaction ${txn} was committed by ${one} and aborted by ${other}.`,
        operations: [before.text, text],
        nodes: [before.node, node],
      }
    },
  },
})
