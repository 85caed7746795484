import { s } from '../../lib/units.ts'
import { ArrivedWrites } from '../arrived-writes.ts'
import { seconds } from '../client-answer.ts'
import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'
import {
  allReplicas,
  type AcknowledgedWrite,
  type ProposedWrite,
  type ShownOperations,
} from '../replicated-store.ts'

/** A replica has kept one of two writes that knew nothing of each other, as it tells. */
interface Dropped {
  generation: number
  key: number
  kept: unknown
  dropped: unknown
}

interface State {
  dropped: Set<unknown>
  generation: number
  arrived: ArrivedWrites
  /** What writes change, where they are kept apart: siblings, counters. Turned, it shows other objects. */
  objects: unknown
  /** Whether a store was written to that says, or shows, what it drops: a log or a quorum does neither. */
  judged: boolean
}

/** Families whose writes are all kept, and seen where they are shown. */
const KEEPS_ALL = new Set(['siblings', 'set', 'crdt'])

/**
 * Where the last writer wins, replicas themselves tell what they drop. Where all is kept, what has arrived at a replica must be shown
 * there. Caught: a merge that loses a sibling, an entry or an addition.
 */
export const invariant = defineInvariant<State>({
  name: 'no-write-dropped',
  title: 'No update is lost in silence',
  doc: 'Of two writes that knew nothing of each other, none is thrown away without anybody being told.',
  start: () => ({
    dropped: new Set(),
    generation: 0,
    arrived: new ArrivedWrites(),
    objects: null,
    judged: false,
  }),
  on: {
    'write-proposed'(state, fact: ProposedWrite, node, ctx): undefined {
      if (!KEEPS_ALL.has(fact.family) || !isPresent(state, fact.generation)) return
      const objects = ctx.params(node).conflicts
      if (objects !== state.objects) state.arrived.clear()
      state.objects = objects
      state.arrived.propose(fact)
    },
    'operations-shown'(state, fact: ShownOperations, node): undefined {
      if (fact.made !== null && isPresent(state, fact.generation)) state.arrived.take(fact, node)
    },
    'write-acknowledged'(state, { family }: AcknowledgedWrite) {
      if (family !== 'multi-leader') return undefined
      state.judged = true
      return null
    },
    'write-dropped'(state, { generation, key, kept, dropped }: Dropped, node, ctx) {
      if (!isPresent(state, generation) || state.dropped.has(dropped)) return null
      state.dropped.add(dropped)
      return {
        says: `${String(dropped)} was acknowledged for key ${key} and then dropped for ${String(kept)}, whose writer had not seen it.`,
        operations: [`${seconds(ctx.now)}: ${node} keeps ${String(kept)} and drops ${String(dropped)}`],
        nodes: [node],
      }
    },
  },
  everyNanos: s(0.5),
  check: lookForUnshown,
  conclusive: ({ judged }) => judged,
  readings: {
    lostUpdates: { title: 'Updates lost', unit: 'writes', read: ({ dropped }) => dropped.size },
  },
})

/** Whether a fact is of the present life of the store; a later one begins empty. */
function isPresent(state: State, generation: number): boolean {
  if (generation > state.generation) {
    Object.assign(state, { generation, dropped: new Set() })
    state.arrived.clear()
  }
  return generation === state.generation
}

function lookForUnshown(state: State, ctx: CheckContext): Violation | null {
  const replicas = allReplicas(ctx).filter(
    ({ id, state: { generation } }) =>
      ctx.isUp(id) && generation === state.generation && ctx.params(id).conflicts === state.objects,
  )
  const arrivals = replicas.flatMap(({ id, state: { hosted } }) => {
    const vector = hosted.vector()
    if (vector === null) return []
    const shows = (key: number) => hosted.shown(ctx.now, key)
    return [{ id, vector, shows, waits: (key: number) => hosted.waiting?.(key) ?? 0 }]
  })
  const { judged, unshown } = state.arrived.look(arrivals)
  state.judged ||= judged
  if (unshown === null || state.dropped.has(unshown.value)) return null
  const { id, key, value, shown, says } = unshown
  state.dropped.add(value)
  return {
    says: `${value} of key ${key} had arrived at ${id} and is not shown there, though nobody who had seen it has replaced it.`,
    operations: [says, `${seconds(ctx.now)}: ${id} shows ${String(shown ?? 'nothing')} for key ${key}`],
    nodes: [id],
  }
}
