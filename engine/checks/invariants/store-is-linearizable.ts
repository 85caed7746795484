import { ms } from '../../lib/units.ts'
import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'
import { model } from '../history/models/kv.ts'
import { allHave } from '../ring-store.ts'
import { StoreHistory, type StoreAnswer, type StoreAsk } from '../store-history.ts'

interface State {
  /** null once a request was made while nobody promised it: what keys hold is known at the start of a run only. */
  history: StoreHistory | null
  judged: boolean
}

const STATE_BUDGET = 200_000

/** Caught: sloppy quorums. R + W > N makes quorums meet only where they are drawn from the same N nodes. */
export const invariant = defineInvariant<State>({
  name: 'store-is-linearizable',
  title: 'The store behaves like one copy',
  doc: 'With reads that are written back before they are answered, what clients saw of some keys since the start of the run can be put in one order that respects real time.',
  start: () => ({ history: new StoreHistory(), judged: false }),
  on: {
    'client-ask'(state, ask: StoreAsk, node, ctx) {
      if (state.history !== null && !isPromised(ctx)) state.history = null
      state.history?.asked(ask, ctx.now, 1 + Number(ctx.params(node).retries))
      return undefined
    },
    'client-answer'(state, answer: StoreAnswer, _node, ctx) {
      state.history?.answered(answer, ctx.now)
      return undefined
    },
  },
  everyNanos: ms(2_500),
  check(state): Violation | null {
    if (state.history === null) return null
    const { verdict, witness } = model.check(state.history.operations(), {
      stateBudget: STATE_BUDGET,
      places: 'times',
    })
    if (verdict === 'unknown') return null
    state.judged = true
    return witness === undefined ? null : { says: witness.says, operations: witness.operations, nodes: [] }
  },
  conclusive: ({ judged }) => judged,
})

const isPromised = (ctx: CheckContext): boolean => allHave(ctx, 'reads', 'written-back')
