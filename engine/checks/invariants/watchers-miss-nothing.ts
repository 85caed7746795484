import { s, type Nanos } from '../../lib/units.ts'
import { seconds } from '../client-answer.ts'
import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'
import { WatcherHearing } from '../watcher-hearing.ts'

interface Revision {
  readonly revision: number
  readonly ofFlags: boolean
}
interface Delivered {
  readonly watchers: readonly number[]
  readonly revisions: readonly number[]
}
interface Reset {
  readonly watchers: readonly number[]
  readonly revision: number
}

interface State {
  /** All revisions that changed flags, ascending. */
  readonly revisions: number[]
  /** When each of these was first applied anywhere. */
  readonly appliedAt: Nanos[]
  /** By node and watcher: how many of these it has seen, or was told that it has missed. */
  readonly seen: Map<string, number[]>
  /** By node: when watchers last began anew, who then have everything to hear. */
  readonly begunAt: Map<string, Nanos>
  /** Watchers whose silence has been told. */
  readonly told: Set<string>
  readonly hearing: WatcherHearing
  delivered: number
}

/**
 * A watcher’s place in the sequence is all that is kept: the next change it sees must be the next one there is. Who sees nothing
 * any more has missed what came longer ago than a watcher needs to find another server, if it could hear all that while.
 */
export const invariant = defineInvariant<State>({
  name: 'watchers-miss-nothing',
  title: 'Watchers miss nothing',
  doc: 'Every watcher sees every revision of the flags once and in order, or is told that it was compacted; none is left in silence.',
  start: () => ({
    revisions: [],
    appliedAt: [],
    seen: new Map(),
    begunAt: new Map(),
    told: new Set(),
    hearing: new WatcherHearing(),
    delivered: 0,
  }),
  on: {
    'revision-applied'({ revisions, appliedAt }, { revision, ofFlags }: Revision, _node, ctx) {
      if (!ofFlags || revision <= (revisions.at(-1) ?? 0)) return undefined
      revisions.push(revision)
      appliedAt.push(ctx.now)
      return undefined
    },
    'watch-reset'(state, { watchers, revision }: Reset, node, ctx) {
      if (revision === 0) state.begunAt.set(node, ctx.now)
      const seen = seenAt(state, node)
      const place = placeAfter(state.revisions, revision)
      for (const watcher of watchers) seen[watcher] = place
      return undefined
    },
    'watch-delivered'(state, { watchers, revisions }: Delivered, node): Violation | null {
      const seen = seenAt(state, node)
      let broken: Violation | null = null
      const place = placeAfter(state.revisions, revisions[0] - 1)
      for (const watcher of watchers) {
        if (seen[watcher] !== place) broken ??= describe(state, node, watcher, seen[watcher], revisions)
        seen[watcher] = place + revisions.length
      }
      if (!isRun(state.revisions, place, revisions))
        broken ??= describe(state, node, watchers[0], place, revisions)
      state.delivered += watchers.length
      return broken
    },
  },
  everyNanos: s(1),
  check(state, ctx): Violation | null {
    let broken: Violation | null = null
    for (const fleet of ctx.nodesOf('config-watcher')) broken = leftInSilence(state, fleet, ctx) ?? broken
    return broken
  },
  conclusive: ({ delivered }) => delivered > 0,
  readings: {
    deliveries: {
      title: 'Deliveries checked, watcher by watcher',
      unit: 'deliveries',
      read: ({ delivered }) => delivered,
    },
  },
})

function seenAt({ seen }: State, node: string): number[] {
  let own = seen.get(node)
  if (own === undefined) seen.set(node, (own = []))
  return own
}

/** How many revisions are at most `revision`. */
function placeAfter(revisions: readonly number[], revision: number): number {
  let low = 0
  let high = revisions.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (revisions[middle] > revision) high = middle
    else low = middle + 1
  }
  return low
}

const isRun = (revisions: readonly number[], place: number, run: readonly number[]): boolean =>
  run.every((revision, i) => revisions[place + i] === revision)

/** The first watcher of a fleet that ought to have heard of a revision long ago. */
function leftInSilence(state: State, fleet: string, ctx: CheckContext): Violation | null {
  const { revisions, appliedAt, hearing, told } = state
  const patience = hearing.patience(fleet, ctx)
  const couldHearSince = Math.max(hearing.since(fleet, ctx), state.begunAt.get(fleet) ?? 0)
  if (ctx.now - couldHearSince <= patience) return null
  const seen = seenAt(state, fleet)
  const watchers = Math.min(seen.length, Number(ctx.params(fleet).watchers))
  for (let watcher = 0; watcher < watchers; watcher++) {
    const place = seen[watcher]
    const name = `${fleet} ${watcher}`
    if (place >= revisions.length || ctx.now - appliedAt[place] <= patience || told.has(name)) continue
    told.add(name)
    return {
      says: `Watcher ${watcher} of ${fleet} has not heard of revision ${revisions[place]} for ${seconds(ctx.now - appliedAt[place])}, though all its servers were there.`,
      operations: [
        `seen up to revision ${revisions[place - 1] ?? 0}`,
        `${seconds(appliedAt[place])}: revision ${revisions[place]} is applied`,
        `since ${seconds(couldHearSince)} nothing keeps it from hearing; ${seconds(patience)} is what it may take`,
      ],
      nodes: [fleet],
    }
  }
  return null
}

function describe(
  { revisions }: State,
  node: string,
  watcher: number,
  place: number,
  got: readonly number[],
): Violation {
  const wrong = Math.max(
    0,
    got.findIndex((revision, i) => revision !== revisions[place + i]),
  )
  const due = revisions[place + wrong]
  const again = due === undefined || due > got[wrong]
  return {
    says: again
      ? `Watcher ${watcher} of ${node} sees revision ${got[wrong]} once more.`
      : `Watcher ${watcher} of ${node} sees revision ${got[wrong]} next, and has never seen revision ${due}.`,
    operations: [
      `seen up to revision ${revisions[place - 1] ?? 0}`,
      `now sees ${got.slice(0, 6).join(', ')}`,
    ],
    nodes: [node],
  }
}
