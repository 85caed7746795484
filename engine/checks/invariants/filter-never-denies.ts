import type { Nanos } from '../../lib/units.ts'
import { seconds, type ClientAnswer } from '../client-answer.ts'
import { defineInvariant } from '../define-invariant.ts'
import type { FilterAnswer } from '../filter-answer.ts'

interface State {
  /** Keys made while it runs, and when that was acknowledged. */
  made: Map<number, Nanos>
}

/** The half of a Bloom filter's promise that must never break: it may let an absent key pass, never deny a present one. */
export const invariant = defineInvariant<State>({
  name: 'filter-never-denies',
  title: 'The filter never denies a key that exists',
  doc: 'No read is told that a key does not exist when it was there from the start, or its making was acknowledged before the read began.',
  start: () => ({ made: new Map() }),
  on: {
    'client-answer'({ made }, { op, key, ok }: ClientAnswer, _nodeId, ctx) {
      if (op === 'create' && ok) made.set(key, ctx.now)
      return undefined
    },
    'filter-answer'({ made }, { key, passed, beganAt, atNanos }: FilterAnswer, nodeId, ctx) {
      if (passed) return undefined
      const [database] = ctx.nodesOf('database')
      const fromStart = database !== undefined && key < Number(ctx.params(database).rowsAtStart)
      const madeAt = fromStart ? 0 : (made.get(key) ?? Infinity)
      if (madeAt >= beganAt) return null
      const origin = fromStart ? 'was there from the start' : `was made at ${seconds(madeAt)}`
      return {
        says: `${nodeId} denied key ${key}, which ${origin}.`,
        operations: [
          fromStart
            ? `0 s: the database holds key ${key}`
            : `${seconds(madeAt)}: the making of key ${key} was acknowledged`,
          `${seconds(beganAt)}: a read of key ${key} began`,
          `${seconds(atNanos)}: ${nodeId} answered that it does not exist`,
        ],
        nodes: [nodeId],
      }
    },
  },
})
