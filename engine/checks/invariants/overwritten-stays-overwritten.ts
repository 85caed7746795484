import { s } from '../../lib/units.ts'
import { defineInvariant, type Violation } from '../define-invariant.ts'
import {
  at,
  inWords,
  shownByAll,
  witnessed,
  type AcknowledgedWrite,
  type ProposedWrite,
  type Witnessed,
} from '../replicated-store.ts'
import { SettledKeys } from '../settled-keys.ts'

/** Overwritten values that are remembered for each key. */
const KEPT = 50

interface State {
  keys: SettledKeys
  /** By key: overwritten values, with the acknowledged write that overwrote them. */
  successors: Map<number, Map<string, Witnessed>>
  told: Set<string>
  returned: number
  judged: boolean
}

/**
 * Whoever writes where a value is shown wants that value gone. Caught: wall clocks, by which a write made on a slow clock is
 * older than the one it replaces, and failovers that lose the later write.
 */
export const invariant = defineInvariant<State>({
  name: 'overwritten-stays-overwritten',
  title: 'What was overwritten stays overwritten',
  doc: 'Once an acknowledged write has replaced a value that was shown where it was made, no key at rest shows the old value again.',
  start: () => ({
    keys: new SettledKeys(),
    successors: new Map(),
    told: new Set(),
    returned: 0,
    judged: false,
  }),
  on: {
    'write-proposed'(state, fact: ProposedWrite) {
      if (state.keys.touch(fact)) {
        state.successors.clear()
        state.told.clear()
      }
      state.successors.get(fact.key)?.delete(fact.value) // written again, on purpose
      return undefined
    },
    'write-acknowledged'(state, fact: AcknowledgedWrite, node) {
      const { key, value, previous, family } = fact
      if (!state.keys.isPresent(fact.generation) || family === 'crdt' || family === 'set') return undefined
      if (typeof previous === 'string' && previous !== value)
        remember(state, key, previous, witnessed(fact, node))
      return undefined
    },
  },
  everyNanos: s(1),
  check(state, ctx): Violation | null {
    const settled = state.keys.settled(ctx)
    // What was found before a fault says nothing about what the fault has left behind.
    if (ctx.calmNanos < SettledKeys.NEEDS.calmNanos && ctx.calmNanos < ctx.now) state.judged = false
    const replicas = settled.length === 0 ? [] : shownByAll(ctx)
    for (const key of settled) {
      const successors = state.successors.get(key)
      if (successors === undefined) continue
      state.judged = true
      for (const { id, shows } of replicas) {
        const shown = String(shows(key) ?? '')
        const successor = successors.get(shown)
        if (successor === undefined || state.told.has(shown)) continue
        state.told.add(shown)
        state.returned++
        return describe(id, shown, successor, ctx.now)
      }
    }
    return null
  },
  conclusive: ({ judged }) => judged,
  needs: SettledKeys.NEEDS,
  readings: {
    returned: {
      title: 'Overwritten values that came back',
      unit: 'values',
      read: ({ returned }) => returned,
    },
  },
})

function remember(state: State, key: number, previous: string, successor: Witnessed): void {
  const successors = state.successors.get(key) ?? new Map<string, Witnessed>()
  state.successors.set(key, successors)
  successors.set(previous, successor)
  if (successors.size > KEPT) successors.delete(successors.keys().next().value!)
}

function describe(id: string, shown: string, successor: Witnessed, now: number): Violation {
  const { node, value, key } = successor
  return {
    says: `Key ${key} shows ${shown} at ${id}, which ${value} had replaced.`,
    operations: [
      `${node} showed ${shown} for key ${key}`,
      inWords(successor),
      `${at(now)}: ${id} shows ${shown} again`,
    ],
    nodes: [id, node],
  }
}
