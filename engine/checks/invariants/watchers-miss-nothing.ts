import { defineInvariant, type Violation } from '../define-invariant.ts'

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
  /** By node and watcher: how many of these it has seen, or was told that it has missed. */
  readonly seen: Map<string, number[]>
  delivered: number
}

/** A watcher’s place in the sequence is all that is kept: the next change it sees must be the next one there is. */
export const invariant = defineInvariant<State>({
  name: 'watchers-miss-nothing',
  title: 'Watchers miss nothing',
  doc: 'Every watcher sees every revision of the flags once and in order, or is told that it was compacted.',
  start: () => ({ revisions: [], seen: new Map(), delivered: 0 }),
  on: {
    'revision-applied'({ revisions }, { revision, ofFlags }: Revision) {
      if (ofFlags && revision > (revisions.at(-1) ?? 0)) revisions.push(revision)
      return undefined
    },
    'watch-reset'(state, { watchers, revision }: Reset, node) {
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
