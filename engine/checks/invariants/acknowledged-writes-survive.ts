import { s, type Nanos } from '../../lib/units.ts'
import { isWrite, seconds, type ClientAnswer } from '../client-answer.ts'
import { defineInvariant, type CheckContext } from '../define-invariant.ts'
import { WriteHistory, inWords } from '../write-history.ts'

/** A write that is nowhere may be on its way: it is lost when it has been nowhere for so long. */
const ON_ITS_WAY: Nanos = s(3)
const SHOWN = 6

interface DatabaseState {
  rows: ReadonlyMap<number, { value: unknown }>
}
interface CacheState {
  dirty: { get(key: number): unknown }
}

interface State {
  history: WriteHistory
  /** Keys with acknowledged writes that were not yet found in the database, and since when they are nowhere at all. */
  unconfirmed: Map<number, Nanos | null>
  confirmed: number
  lost: number
}

export const invariant = defineInvariant<State>({
  name: 'acknowledged-writes-survive',
  title: 'No acknowledged write is lost',
  doc: 'Every write that was acknowledged is in the database, or in a living cache that will write it there.',
  start: (ctx) => ({ history: WriteHistory.of(ctx), unconfirmed: new Map(), confirmed: 0, lost: 0 }),
  everyNanos: s(0.5),
  on: {
    'client-answer'({ history, unconfirmed }, answer: ClientAnswer, _nodeId, ctx) {
      if (!answer.ok || !isWrite(answer)) return undefined
      history.answered(answer, ctx.now)
      unconfirmed.set(answer.key, null)
      return undefined
    },
  },
  check(state, ctx) {
    const lost = keysLost(state, ctx)
    if (lost.length === 0) return null
    const writes = lost.flatMap((key) => state.history.newest(key).map((write) => inWords(key, write)))
    state.lost += writes.length
    const left = writes.length - SHOWN
    return {
      says: `${writes.length} acknowledged writes are lost: the database holds something older and no cache has them any more.`,
      operations: [
        ...writes.slice(0, SHOWN),
        ...(left > 0 ? [`and ${left} more by ${seconds(ctx.now)}`] : []),
      ],
      nodes: [],
    }
  },
  readings: {
    lostWrites: { title: 'Acknowledged writes lost', unit: 'writes', read: ({ lost }) => lost },
  },
  conclusive: ({ confirmed }) => confirmed > 0,
})

/** Settles which keys are safe; returns those whose newest writes are nowhere any more. */
function keysLost(state: State, ctx: CheckContext): number[] {
  const { history, unconfirmed } = state
  const databases = ctx.nodesOf('database').map((id) => ctx.state(id) as DatabaseState)
  const caches = ctx.nodesOf('cache').filter((id) => ctx.isUp(id))
  const dirty = caches.map((id) => (ctx.state(id) as CacheState).dirty)
  const lost: number[] = []
  for (const [key, nowhereSince] of unconfirmed) {
    const written = databases.some(({ rows }) => {
      const row = rows.get(key)
      return row !== undefined && history.overwritten(key, row.value) === null
    })
    if (written) {
      state.confirmed++
      unconfirmed.delete(key)
    } else if (dirty.some((queue) => queue.get(key) !== undefined)) unconfirmed.set(key, null)
    else if (nowhereSince === null) unconfirmed.set(key, ctx.now)
    else if (ctx.now - nowhereSince >= ON_ITS_WAY) {
      unconfirmed.delete(key)
      lost.push(key)
    }
  }
  return lost
}
