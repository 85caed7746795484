import { objectsOf } from './params.ts'
import type { ShownFact, WriteFact } from './protocol.ts'
import type { PendingRequest, ReplicaContext, ReplicaState } from './replica-state.ts'

/** Tells checkers which operations are shown here, when that has changed. `made`: the write that was proposed just now. */
export function tellShown(state: ReplicaState, made: ShownFact['made'], ctx: ReplicaContext): void {
  tellProtocol(state, ctx)
  if (!ctx.wants('operations-shown')) return
  const vector = state.hosted.vector()
  if (vector === null || vector.every((count, origin) => count === state.shown[origin])) return
  state.shown = vector.slice()
  const fact: ShownFact = { generation: state.generation, member: state.place.group.self, vector, made }
  ctx.fact('operations-shown', fact)
}

/** What checkers learn of a write. */
export function factOf(
  state: ReplicaState,
  { call, previous }: PendingRequest,
  value: string,
  ctx: ReplicaContext,
): WriteFact {
  const { generation, disk } = state
  const objects = objectsOf(ctx.params)
  const named = disk.family === 'crdt' && (objects === 'siblings' || objects === 'set')
  const family = named ? objects : disk.family
  return { generation, family, key: call.key, value, previous, atNanos: ctx.now }
}

/** Tells checkers what the protocol itself has to say, as they know it. After every call of the machine. */
export function tellProtocol(state: ReplicaState, ctx: ReplicaContext): void {
  const facts = state.hosted.facts?.()
  if (facts === undefined) return
  for (const { name, fact } of facts) if (ctx.wants(name)) ctx.fact(name, fact)
}
