import type { Nanos } from '../../lib/units.ts'
import { isWrite, seconds, type ClientAnswer } from '../client-answer.ts'
import { defineInvariant, type CheckContext } from '../define-invariant.ts'
import { WriteHistory, inWords } from '../write-history.ts'

interface State {
  servers: readonly string[]
  history: WriteHistory
  /** Since when all servers have written through; Infinity while they do not. */
  throughSince: Nanos
}

/** Notes whether the promise is made at all: only write-through makes it. */
function notePattern(state: State, ctx: CheckContext): void {
  const through = state.servers.every((id) => ctx.params(id).pattern === 'write-through')
  if (!through) state.throughSince = Infinity
  else if (state.throughSince === Infinity) state.throughSince = ctx.now
}

export const invariant = defineInvariant<State>({
  name: 'read-your-writes',
  title: 'A write that was acknowledged is read',
  doc: 'With write-through, a read that begins after a write was acknowledged never returns anything older, whoever reads and wherever.',
  start: (ctx) => ({
    servers: ctx.nodesOf('cached-app'),
    history: WriteHistory.of(ctx),
    throughSince: Infinity,
  }),
  on: {
    'client-answer'(state, answer: ClientAnswer, _nodeId, ctx) {
      if (!answer.ok) return undefined
      notePattern(state, ctx)
      const { client, key, value, intendedAt } = answer
      if (isWrite(answer)) {
        state.history.answered(answer, ctx.now)
        return undefined
      }
      if (answer.op !== 'read' || intendedAt < state.throughSince) return undefined
      const old = state.history.overwritten(key, value)
      if (old === null || old.by.askedAt < state.throughSince || intendedAt <= old.by.ackedAt) return null
      return {
        says: `A read of key ${key} returned ${String(value)}, which had been overwritten ${seconds(intendedAt - old.by.ackedAt)} before it began.`,
        operations: [
          ...(old.write === null ? [] : [inWords(key, old.write)]),
          inWords(key, old.by),
          `${seconds(intendedAt)}: user ${client} read key ${key} and got ${String(value)} at ${seconds(ctx.now)}`,
        ],
        nodes: [],
      }
    },
  },
})
