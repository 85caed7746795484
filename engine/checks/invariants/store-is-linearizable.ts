import { ms, s, type Nanos } from '../../lib/units.ts'
import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'
import { model } from '../history/models/kv.ts'
import { allHave } from '../ring-store.ts'
import { StoreHistory, type StoreAnswer, type StoreAsk } from '../store-history.ts'

interface State {
  /** null once a request was made while nobody promised it: what keys hold is known at the start of a run only. */
  history: StoreHistory | null
  /** When something that had been answered since was found in order; -Infinity: never. */
  judgedAt: Nanos
}

const STATE_BUDGET = 200_000
/** Keys that are never at rest fill their windows and are not recorded any more: what was seen so long ago says nothing of now. */
const SAYS_NOTHING_AFTER = s(10)

/** Caught: sloppy quorums. R + W > N makes quorums meet only where they are drawn from the same N nodes. */
export const invariant = defineInvariant<State>({
  name: 'store-is-linearizable',
  title: 'The store behaves like one copy',
  doc: 'With reads that are written back before they are answered, what clients saw of some keys, window by window, can be put in one order that respects real time.',
  start: () => ({ history: new StoreHistory(), judgedAt: -Infinity }),
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
  check(state, { now }): Violation | null {
    let broken: Violation | null = null
    for (const window of state.history?.windows.values() ?? []) {
      if (!window.changed) continue
      window.changed = false
      const { initial } = window
      const options = { stateBudget: STATE_BUDGET, places: 'times', initial } as const
      const { verdict, witness } = model.check(window.all(), options)
      if (verdict === 'holds') state.judgedAt = now
      if (witness !== undefined) broken ??= { says: witness.says, operations: witness.operations, nodes: [] }
      window.beginAnew()
    }
    return broken
  },
  conclusive: ({ judgedAt }, { now }) => now - judgedAt < SAYS_NOTHING_AFTER,
})

const isPromised = (ctx: CheckContext): boolean => allHave(ctx, 'reads', 'written-back')
