import { s, type Nanos } from '../../lib/units.ts'
import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'
import { atSeconds, leaderOf, type RecordsProcessed } from '../stream-log.ts'

/** Somebody may still be at it: only what stays open for this long, and has nothing to do with a fault in force, is skipped. */
const PATIENCE: Nanos = s(2)
const CALM: Nanos = s(1)
/** Partitions whose lag is charted. */
const CHARTED = 12

interface Gap {
  readonly from: number
  readonly to: number
  readonly since: Nanos
  readonly member: string
}
interface Progress {
  to: number
  gaps: Gap[]
}
interface State {
  /** Empty where nobody has processed anything yet. */
  readonly partitions: Progress[]
  again: number
}

/** The group as a whole goes through every partition without a hole, whoever of its members does it. */
export const invariant = defineInvariant<State>({
  name: 'group-skips-nothing',
  title: 'The group skips nothing',
  doc: 'Whatever becomes of its members, the group processes every record of every partition at least once.',
  start: () => ({ partitions: [], again: 0 }),
  on: {
    'records-processed'(state, { partition, from, to, member, atNanos }: RecordsProcessed) {
      const progress = (state.partitions[partition] ??= { to: 0, gaps: [] })
      if (progress.gaps.length > 0) fill(progress, from, to)
      if (from > progress.to) progress.gaps.push({ from: progress.to, to: from, since: atNanos, member })
      state.again += Math.max(0, Math.min(to, progress.to) - from)
      if (to > progress.to) progress.to = to
      return undefined
    },
  },
  everyNanos: s(0.5),
  check(state, ctx) {
    if (ctx.calmNanos < CALM) return null
    for (const [partition, progress] of state.partitions.entries()) {
      const gap = progress?.gaps.find(({ since }) => ctx.now - since > PATIENCE)
      if (gap === undefined) continue
      progress.gaps.splice(progress.gaps.indexOf(gap), 1)
      return tell(partition, gap)
    }
    return null
  },
  conclusive: ({ partitions }) => partitions.some((progress) => progress !== undefined && progress.to > 0),
  readings: {
    processedAgain: { title: 'Processed more than once', unit: 'records', read: ({ again }) => again },
    ...Object.fromEntries(
      Array.from({ length: CHARTED }, (_, partition) => [
        `lag${partition}`,
        {
          title: `Lag of partition ${partition}`,
          unit: 'records',
          read: (state: State, ctx: CheckContext) => lagOf(state, partition, ctx),
        },
      ]),
    ),
  },
})

/** What a slow or woken member has processed after all. Its pieces may leave holes on either side. */
function fill(progress: Progress, from: number, to: number): void {
  progress.gaps = progress.gaps.flatMap((gap) => {
    if (to <= gap.from || from >= gap.to) return [gap]
    const before = { ...gap, to: from }
    const after = { ...gap, from: to }
    return [before, after].filter((piece) => piece.from < piece.to)
  })
}

function lagOf({ partitions }: State, partition: number, ctx: CheckContext): number {
  const leader = leaderOf(ctx, partition)
  if (leader === null) return NaN
  return Math.max(0, leader.replica.highWatermark - (partitions[partition]?.to ?? 0))
}

function tell(partition: number, { from, to, since, member }: Gap): Violation {
  return {
    says: `Nobody has processed offsets ${from} to ${to - 1} of partition ${partition}.`,
    operations: [
      `before: the group had processed partition ${partition} up to offset ${from}`,
      `${atSeconds(since)}: ${member} goes on from offset ${to}`,
    ],
    nodes: [member.slice(0, member.lastIndexOf('.'))],
  }
}
