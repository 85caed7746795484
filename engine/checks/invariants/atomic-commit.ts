import { LatestMap } from '../../lib/latest-map.ts'
import type { Nanos } from '../../lib/units.ts'
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

/** The decision of whoever was first. */
interface Decision {
  decision: Decided['decision']
  by: string
  node: string
  atNanos: Nanos
}

interface State {
  first: LatestMap<number, Decision>
}

export const invariant = defineInvariant<State>({
  name: 'atomic-commit',
  title: 'All commit or none does',
  doc: 'Of one transaction no member commits while another aborts.',
  start: () => ({ first: new LatestMap(REMEMBERED) }),
  on: {
    'transaction-decided'({ first }, { txn, decision, by }: Decided, node, ctx) {
      const before = first.get(txn)
      if (before === undefined) {
        first.set(txn, { decision, by, node, atNanos: ctx.now })
        return null
      }
      if (before.decision === decision) return null
      const [one, other] = decision === 'commit' ? [node, before.node] : [before.node, node]
      return {
        says: `Transaction ${txn} was committed by ${one} and aborted by ${other}.`,
        operations: [inWords(txn, before), inWords(txn, { decision, by, node, atNanos: ctx.now })],
        nodes: [before.node, node],
      }
    },
  },
})

function inWords(txn: number, { decision, by, node, atNanos }: Decision): string {
  const verb = decision === 'commit' ? 'commits' : 'aborts'
  return `${seconds(atNanos)}: ${node} ${verb} transaction ${txn} (${by})`
}
