import { s } from '../../lib/units.ts'
import { defineInvariant, type Violation } from '../define-invariant.ts'
import {
  at,
  inWords,
  showSame,
  shownByAll,
  witnessed,
  type AcknowledgedWrite,
  type ProposedWrite,
  type Witnessed,
} from '../replicated-store.ts'
import { SettledKeys } from '../settled-keys.ts'

interface State {
  keys: SettledKeys
  /** The last acknowledged write of each key, with where. */
  last: Map<number, Witnessed>
  compared: boolean
  diverged: number
}

/** Looked at key by key, because others go on being written. Caught: whoever sends a write once and never looks back. */
export const invariant = defineInvariant<State>({
  name: 'replicas-converge',
  title: 'All replicas become equal once links heal',
  doc: 'Fifteen seconds after the last fault, every key that has been at rest for five shows the same at all replicas.',
  start: () => ({ keys: new SettledKeys(), last: new Map(), compared: false, diverged: 0 }),
  on: {
    'write-proposed'(state, fact: ProposedWrite) {
      if (state.keys.touch(fact)) state.last.clear()
      return undefined
    },
    'write-acknowledged'(state, fact: AcknowledgedWrite, node) {
      if (state.keys.isPresent(fact.generation)) state.last.set(fact.key, witnessed(fact, node))
      return undefined
    },
  },
  everyNanos: s(1),
  check(state, ctx): Violation | null {
    // What was compared before a fault says nothing about what the fault has left behind.
    if (ctx.calmNanos < SettledKeys.NEEDS.calmNanos) state.compared = false
    const settled = state.keys.settled(ctx)
    const replicas = settled.length === 0 ? [] : shownByAll(ctx)
    const keys = replicas.length < 2 ? [] : settled
    state.compared ||= keys.length > 0
    const different = keys.filter((key) =>
      replicas.some(({ shows }) => !showSame(shows(key), replicas[0].shows(key))),
    )
    state.diverged = different.length
    if (different.length === 0) return null
    const [key] = different
    const last = state.last.get(key)
    return {
      says: `${different.length} of ${keys.length} keys at rest differ between replicas, though no fault has been in force for a while.`,
      operations: [
        ...(last === undefined ? [] : [inWords(last)]),
        ...replicas.map(
          ({ id, shows }) => `${at(ctx.now)}: ${id} shows ${String(shows(key) ?? 'nothing')} for key ${key}`,
        ),
      ],
      nodes: replicas.map(({ id }) => id),
    }
  },
  conclusive: ({ compared }) => compared,
  needs: SettledKeys.NEEDS,
  readings: {
    diverged: { title: 'Keys at rest that differ', unit: 'keys', read: ({ diverged }) => diverged },
  },
})
