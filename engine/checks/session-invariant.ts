import { defineInvariant, type InvariantSpec } from './define-invariant.ts'
import type { Guarantee } from './history/sessions/guarantees.ts'
import { liveRegisters, type Answered, type ClientAsk } from './live-registers.ts'

/** A guarantee of sessions as a promise of a run: judged at every read that users get. */
export function sessionInvariant(
  guarantee: Guarantee,
  texts: { name: string; title: string; doc: string },
): InvariantSpec<null> {
  return defineInvariant<null>({
    ...texts,
    start: () => null,
    on: {
      'client-ask': (_state, fact: ClientAsk, _node, ctx) => {
        liveRegisters(ctx).ask(fact, ctx)
        return undefined
      },
      'client-answer': (_state, fact: Answered, _node, ctx) =>
        liveRegisters(ctx).answer(fact, ctx)?.guarantees[guarantee],
    },
  })
}
