import { ms } from '../../lib/units.ts'
import { FAILURES, type Failure } from '../../schema/failures.ts'
import type { ClientAnswerFact, ClientAskFact } from '../configuration-facts.ts'
import { ConfigurationHistory } from '../configuration-history.ts'
import { defineInvariant, type Violation } from '../define-invariant.ts'
import { model } from '../history/models/cas-register.ts'

const OPERATIONS = new Set(['get', 'put', 'cas'])
const STATE_BUDGET = 100_000

interface State {
  readonly history: ConfigurationHistory
  judged: boolean
}

/** Of some keys, window by window; each window begins where a key's value is known. */
export const invariant = defineInvariant<State>({
  name: 'configuration-is-linearizable',
  title: 'The history is linearizable',
  doc: 'What clients saw of the flags can be put in one order that respects real time: a read sees the latest change before it.',
  start: () => ({ history: new ConfigurationHistory(), judged: false }),
  on: {
    'client-ask'({ history }, ask: ClientAskFact, _node, ctx) {
      if (OPERATIONS.has(ask.op)) history.of(ask.key)?.asked(ask, ctx.now)
      return undefined
    },
    'client-answer'({ history }, answer: ClientAnswerFact, _node, ctx) {
      // A retry after a failure that may have happened is one request for its user: what is known of it is the last answer alone.
      const { ok, failure, attempts } = answer
      const definite = !ok && attempts === 1 && FAILURES[failure as Failure].definite
      if (OPERATIONS.has(answer.op)) history.of(answer.key)?.answered(answer, definite, ctx.now)
      return undefined
    },
  },
  everyNanos: ms(1_000),
  check(state): Violation | null {
    let broken: Violation | null = null
    for (const ofKey of state.history.windows.values()) {
      if (!ofKey.changed) continue
      ofKey.changed = false
      const { initial } = ofKey
      const options = { stateBudget: STATE_BUDGET, places: 'times', initial } as const
      const { verdict, witness } = model.check(ofKey.operations, options)
      if (verdict === 'holds') state.judged = true
      if (witness !== undefined) broken ??= { says: witness.says, operations: witness.operations, nodes: [] }
      ofKey.beginAnew()
    }
    return broken
  },
  conclusive: ({ judged }) => judged,
})
