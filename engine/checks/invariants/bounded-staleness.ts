import { s } from '../../lib/units.ts'
import { isWrite, seconds, type ClientAnswer } from '../client-answer.ts'
import { defineInvariant } from '../define-invariant.ts'
import { RecentMost } from '../recent-most.ts'
import { WriteHistory, inWords } from '../write-history.ts'

interface State {
  server: string | undefined
  history: WriteHistory
  oldest: RecentMost
}

/**
 * What every pattern promises: an old copy lives as long as its time to live at the most, and what was read from the origin just
 * before a write may be stored just after it.
 */
export const invariant = defineInvariant<State>({
  name: 'bounded-staleness',
  title: 'No read is older than promised',
  doc: 'A read never returns what was overwritten longer ago than the promised staleness: the time to live, and the time a load may take.',
  start: (ctx) => ({
    server: ctx.nodesWith('staleSecondsMax')[0],
    history: WriteHistory.of(ctx),
    oldest: new RecentMost(),
  }),
  on: {
    'client-answer'(state, answer: ClientAnswer, _nodeId, ctx) {
      if (!answer.ok) return undefined
      const { client, key, value, intendedAt } = answer
      if (isWrite(answer)) {
        state.history.answered(answer, ctx.now)
        return undefined
      }
      if (answer.op !== 'read' || state.server === undefined) return undefined
      const old = state.history.overwritten(key, value)
      if (old === null) return null
      const staleNanos = intendedAt - old.by.ackedAt
      state.oldest.note(ctx.now, Math.max(0, staleNanos))
      const promised = s(Number(ctx.params(state.server).staleSecondsMax))
      if (staleNanos <= promised) return null
      return {
        says: `A read of key ${key} returned ${String(value)}, overwritten ${seconds(staleNanos)} before it began; ${seconds(promised)} are promised.`,
        operations: [
          ...(old.write === null ? [] : [inWords(key, old.write)]),
          inWords(key, old.by),
          `${seconds(intendedAt)}: user ${client} read key ${key} and got ${String(value)}`,
        ],
        nodes: [],
      }
    },
  },
  readings: {
    staleness: { title: 'Oldest stale read', unit: 'ns', read: ({ oldest }, { now }) => oldest.read(now) },
  },
})
