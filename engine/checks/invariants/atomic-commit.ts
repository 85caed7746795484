import { LatestMap } from '../../lib/latest-map.ts'
import type { Nanos } from '../../lib/units.ts'
import { seconds } from '../client-answer.ts'
import { defineInvariant, type CheckContext } from '../define-invariant.ts'

/** A coordinator or participant has decided on a transaction, as it tells. */
interface Decided {
  txn: number
  decision: 'commit' | 'abort'
  by: string
}

/** Transactions that are remembered though some member has not decided: it may be down for minutes, or never have heard of them. */
const OPEN_KEPT = 20_000
/** And of those that all have decided, for a member that changes its mind. */
const DECIDED_KEPT = 2_000

/** The decision of whoever was first. */
interface Decision {
  decision: Decided['decision']
  by: string
  node: string
  atNanos: Nanos
}
interface Open {
  readonly first: Decision
  /** Who has decided. */
  readonly members: Set<string>
}

interface State {
  open: Map<number, Open>
  /** Of transactions that all members have decided. */
  decided: LatestMap<number, Decision>
}

export const invariant = defineInvariant<State>({
  name: 'atomic-commit',
  title: 'All commit or none does',
  doc: 'Of one transaction no member commits while another aborts.',
  start: () => ({ open: new Map(), decided: new LatestMap(DECIDED_KEPT) }),
  on: {
    'transaction-decided'(state, { txn, decision, by }: Decided, node, ctx) {
      const before = state.decided.get(txn) ?? state.open.get(txn)?.first
      const told: Decision = { decision, by, node, atNanos: ctx.now }
      note(state, txn, before ?? told, node, ctx)
      if (before === undefined || before.decision === decision) return null
      const [one, other] = decision === 'commit' ? [node, before.node] : [before.node, node]
      return {
        says: `Transaction ${txn} was committed by ${one} and aborted by ${other}.`,
        operations: [inWords(txn, before), inWords(txn, told)],
        nodes: [before.node, node],
      }
    },
  },
})

/** Once all members have decided, only one that decides twice can contradict. */
function note({ open, decided }: State, txn: number, first: Decision, node: string, ctx: CheckContext): void {
  if (decided.has(txn)) return
  const members = open.get(txn)?.members ?? new Set()
  members.add(node)
  if (members.size === ctx.nodesOf('commit-member').length) {
    open.delete(txn)
    decided.set(txn, first)
    return
  }
  open.set(txn, { first, members })
  if (open.size > OPEN_KEPT) open.delete(open.keys().next().value!)
}

function inWords(txn: number, { decision, by, node, atNanos }: Decision): string {
  const verb = decision === 'commit' ? 'commits' : 'aborts'
  return `${seconds(atNanos)}: ${node} ${verb} transaction ${txn} (${by})`
}
