import { defineInvariant, type Violation } from '../define-invariant.ts'
import { inWords, witnessed, type AcknowledgedWrite, type Witnessed } from '../replicated-store.ts'

const KEPT = 3

/** Whom an epoch belongs to: whoever first acknowledged a write in it. */
interface Reign {
  epoch: number
  node: string
  writes: Witnessed[]
}

interface State {
  generation: number
  reigns: Map<number, Reign>
  newest: Reign | null
}

/**
 * Judged by what clients were told, not by what replicas think of themselves. An epoch ends where a later one begins, so a
 * deposed leader that goes on acknowledging is caught too: it and its successor are two leaders at a time.
 */
export const invariant = defineInvariant<State>({
  name: 'one-leader-per-epoch',
  title: 'One writable leader per epoch',
  doc: 'In each epoch one replica acknowledges writes, and none does in an earlier epoch once a later one has begun to.',
  start: () => ({ generation: 0, reigns: new Map(), newest: null }),
  on: {
    'write-acknowledged'(state, fact: AcknowledgedWrite, node): Violation | null | undefined {
      if (fact.epoch === 0 || fact.generation < state.generation) return undefined
      if (fact.generation > state.generation)
        Object.assign(state, { generation: fact.generation, reigns: new Map(), newest: null })
      const reign = state.reigns.get(fact.epoch) ?? { epoch: fact.epoch, node, writes: [] }
      state.reigns.set(fact.epoch, reign)
      const newest = state.newest
      if (newest === null || newest.epoch < fact.epoch) state.newest = reign
      const rival = reign.node !== node ? reign : newest !== null && newest.epoch > fact.epoch ? newest : null
      if (rival === null || rival.node === node) {
        note(reign, witnessed(fact, node))
        return null
      }
      return describe(rival, {
        epoch: fact.epoch,
        node,
        writes: [...ownWrites(reign, node), witnessed(fact, node)],
      })
    },
  },
})

function note(reign: Reign, fact: Witnessed): void {
  reign.writes.push(fact)
  if (reign.writes.length > KEPT) reign.writes.shift()
}

const ownWrites = (reign: Reign, node: string) => (reign.node === node ? reign.writes.slice(1 - KEPT) : [])

function describe(rival: Reign, late: Reign): Violation {
  const writes = [...rival.writes, ...late.writes].sort((a, b) => a.atNanos - b.atNanos)
  const says =
    rival.epoch === late.epoch
      ? `${rival.node} and ${late.node} both acknowledge writes in epoch ${late.epoch}.`
      : `${late.node} still acknowledges writes in epoch ${late.epoch}, while ${rival.node} does in epoch ${rival.epoch}.`
  return { says, operations: writes.map(inWords), nodes: [rival.node, late.node] }
}
