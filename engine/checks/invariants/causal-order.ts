import type { Vector } from '../../algorithms/clock/vector-clock.ts'
import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'
import { at, type ShownOperations } from '../replicated-store.ts'

/** Modes in which writes have an order that people could miss; counters are sums, and have none. */
const JUDGED = new Set(['multi-leader', 'causal'])
/** Writes of one replica that are remembered. */
const KEPT = 20_000

interface Made {
  text: string
  node: string
  /** By member: what was shown where it was made. */
  seen: Vector
}

interface State {
  generation: number
  /** By member: its writes from number `first` on. */
  made: Map<number, { first: number; writes: Made[] }>
}

/**
 * The replicas themselves are the witnesses: a write depends on all that was shown where it was made. Every later write of a
 * replica depends on no less, so it is enough to look at the newest that is shown of each.
 */
export const invariant = defineInvariant<State>({
  name: 'causal-order',
  title: 'No answer before its question',
  doc: 'No replica shows a write before everything that was shown where it was made.',
  start: () => ({ generation: 0, made: new Map() }),
  on: {
    'operations-shown'(state, fact: ShownOperations, node, ctx): Violation | null | undefined {
      if (!JUDGED.has(String(ctx.params(node).mode)) || fact.generation < state.generation) return undefined
      if (fact.generation > state.generation)
        Object.assign(state, { generation: fact.generation, made: new Map() })
      if (fact.made !== null) return note(state, fact, node, ctx)
      return judge(state, fact, node, ctx)
    },
  },
})

function note(
  state: State,
  { member, vector, made }: ShownOperations,
  node: string,
  ctx: CheckContext,
): undefined {
  let own = state.made.get(member)
  // A gap in the numbers: it has learnt of writes of its own that it had lost.
  if (own === undefined || own.first + own.writes.length !== vector[member])
    state.made.set(member, (own = { first: vector[member], writes: [] }))
  const text = `${at(ctx.now)}: ${node} took ${made!.value} for key ${made!.key}`
  own.writes.push({ text, node, seen: vector.slice() })
  if (own.writes.length <= KEPT) return undefined
  own.writes.splice(0, KEPT / 2)
  own.first += KEPT / 2
  return undefined
}

const writeOf = (state: State, member: number, sequence: number): Made | undefined => {
  const own = state.made.get(member)
  return own?.writes[sequence - own.first]
}

function judge(
  state: State,
  { member, vector }: ShownOperations,
  node: string,
  ctx: CheckContext,
): Violation | null {
  for (const [origin, shown] of vector.entries()) {
    if (origin === member) continue
    const write = writeOf(state, origin, shown)
    const missing = write?.seen.findIndex((count, other) => count > vector[other]) ?? -1
    if (write === undefined || missing === -1) continue
    const cause = writeOf(state, missing, write.seen[missing])
    return {
      says: `${node} shows a write of ${write.node} that was made after another which ${node} does not show yet.`,
      operations: [
        cause?.text ?? `an earlier write was shown at ${write.node}`,
        `${write.text}, having shown that`,
        `${at(ctx.now)}: ${node} shows the second without the first`,
      ],
      nodes: [node, write.node],
    }
  }
  return null
}
