import { ms, s, toSeconds, type Nanos } from '../../lib/units.ts'
import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'
import { allReplicas, at } from '../replicated-store.ts'

const LIMIT: Nanos = s(10)
/** A replica that has not looked at its clock for longer is paused, whatever it believes. */
const FRESH: Nanos = ms(200)

interface State {
  /** Since when nobody has taken writes; -1 while somebody does. */
  since: Nanos
  worst: Nanos
  /** Seen at the start: before the first look nobody can have taken any. */
  begun: boolean
  told: boolean
}

/** The recovery time (RTO), measured on the replicas: how long nobody would have accepted a write. */
export const invariant = defineInvariant<State>({
  name: 'writes-resume',
  title: 'Writes go on within ten seconds',
  doc: 'There are never more than ten seconds in which no replica would accept a write.',
  start: () => ({ since: -1, worst: 0, begun: false, told: false }),
  everyNanos: ms(50),
  check(state, ctx): Violation | null {
    const writable = takesWrites(ctx)
    if (!state.begun && !writable) return null
    state.begun = true
    if (writable) {
      state.since = -1
      state.told = false
      return null
    }
    if (state.since < 0) state.since = ctx.now
    const without = ctx.now - state.since
    state.worst = Math.max(state.worst, without)
    if (without <= LIMIT || state.told) return null
    state.told = true
    return describe(state.since, ctx)
  },
  readings: {
    timeWithoutLeader: {
      title: 'Time without anybody who takes writes (RTO)',
      unit: 's',
      read: ({ since }, ctx) => (since < 0 ? 0 : toSeconds(ctx.now - since)),
    },
    longestWithoutLeader: {
      title: 'The longest so far',
      unit: 's',
      read: ({ worst }) => toSeconds(worst),
    },
  },
})

function takesWrites(ctx: CheckContext): boolean {
  return allReplicas(ctx).some(
    ({ id, state: { leadership, lookedAt } }) =>
      ctx.isUp(id) && leadership.writable && ctx.now - lookedAt <= FRESH,
  )
}

function describe(since: Nanos, ctx: CheckContext): Violation {
  const replicas = allReplicas(ctx)
  return {
    says: `Nobody has taken writes for ${toSeconds(ctx.now - since).toFixed(1)} s, since ${at(since)}.`,
    operations: replicas.map(({ id, state: { leadership, lookedAt } }) => {
      if (!ctx.isUp(id)) return `${id} is down`
      if (ctx.now - lookedAt > FRESH) return `${id} stands still`
      const { role, epoch } = leadership
      if (role === 'peer') return `${id} finds too few replicas to write to`
      return `${id} is ${role} in epoch ${epoch}${role === 'leader' ? ' and reaches too few replicas' : ''}`
    }),
    nodes: replicas.map(({ id }) => id),
  }
}
