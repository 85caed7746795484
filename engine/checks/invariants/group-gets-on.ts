import { ms, s, type Nanos } from '../../lib/units.ts'
import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'
import { atSeconds, leaderOf, type RecordsProcessed } from '../stream-log.ts'

/** For finding out who leads and who owns what, beside what members are set to wait for. */
const FINDING_OUT: Nanos = s(5)

/** A member as this check sees it. */
interface Member {
  readonly owned: ReadonlyMap<number, { readonly isBuffered: boolean }>
}
interface Owner {
  readonly id: string
  /** It has something of the partition that is to be processed. */
  readonly isBuffered: boolean
}
interface Waiting {
  readonly since: Nanos
  readonly epoch: number
}
interface State {
  /** By partition: up to where the group has processed it, and since when nothing of what waits there has been. */
  readonly to: number[]
  readonly waiting: Map<number, Waiting>
  processed: boolean
}

/**
 * A slow group is told from a stuck one by what its members do: who is slow has something of the partition to work on. Only
 * where records wait, a member owns the partition and has nothing of it, and that for long, with every broker there, has it stopped.
 */
export const invariant = defineInvariant<State>({
  name: 'group-gets-on',
  title: 'The group gets on',
  doc: 'As long as brokers and members run, records that may be read do not lie there while their partition’s owner has nothing of it to work on.',
  start: () => ({ to: [], waiting: new Map(), processed: false }),
  on: {
    'records-processed'(state, { partition, to }: RecordsProcessed) {
      state.processed = true
      state.to[partition] = Math.max(state.to[partition] ?? 0, to)
      state.waiting.delete(partition)
      return undefined
    },
  },
  everyNanos: s(0.5),
  check(state, ctx): Violation | null {
    if (!isWell(ctx)) {
      state.waiting.clear()
      return null
    }
    const patience = FINDING_OUT + 2 * longestWait(ctx)
    let broken: Violation | null = null
    for (const [partition, owner] of ownersOf(ctx)) {
      const since = owner.isBuffered ? Infinity : waitingSince(state, partition, ctx)
      if (owner.isBuffered || ctx.now - since > patience) state.waiting.delete(partition)
      if (ctx.now - since > patience)
        broken ??= tell(partition, state.to[partition] ?? 0, since, owner.id, ctx.now)
    }
    return broken
  },
  conclusive: ({ processed }) => processed,
})

const isWell = (ctx: CheckContext): boolean =>
  !ctx.faulty && [...ctx.nodesOf('broker'), ...ctx.nodesOf('consumer')].every((id) => ctx.isUp(id))

/** By partition its owner; of two the one that has something of it to work on. */
function ownersOf(ctx: CheckContext): ReadonlyMap<number, Owner> {
  const owners = new Map<number, Owner>()
  for (const id of ctx.nodesOf('consumer'))
    for (const [partition, { isBuffered }] of (ctx.state(id) as Member).owned)
      if (isBuffered || !owners.has(partition)) owners.set(partition, { id, isBuffered })
  return owners
}

/** How long a member may wait for an answer or for another member. */
function longestWait(ctx: CheckContext): Nanos {
  const waits = ctx.nodesOf('consumer').map((id) => {
    const { mostPollMs, requestMs, fetchWaitMs, heartbeatMs } = ctx.params(id)
    return Number(mostPollMs) + Number(requestMs) + Number(fetchWaitMs) + Number(heartbeatMs)
  })
  return ms(Math.max(0, ...waits))
}

/** Since when something that may be read waits, under this leader; Infinity when nothing does. */
function waitingSince({ to, waiting }: State, partition: number, ctx: CheckContext): Nanos {
  const leader = leaderOf(ctx, partition)
  if (leader === null || leader.replica.stableOffset <= (to[partition] ?? 0)) {
    waiting.delete(partition)
    return Infinity
  }
  const epoch = leader.replica.leaderEpoch
  const known = waiting.get(partition)
  const since = known?.epoch === epoch ? known.since : ctx.now
  waiting.set(partition, { since, epoch })
  return since
}

function tell(partition: number, to: number, since: Nanos, node: string, now: Nanos): Violation {
  return {
    says: `${node} owns partition ${partition}, where records wait from offset ${to} on, and has taken in none of them for ${atSeconds(now - since)}.`,
    operations: [
      `before: the group had processed partition ${partition} up to offset ${to}`,
      `${atSeconds(since)}: records wait there, every broker and every member runs, and ${node} has nothing of it to work on`,
    ],
    nodes: [node],
  }
}
