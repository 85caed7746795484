import { toSeconds, type Nanos } from '../../lib/units.ts'
import { defineInvariant, type InvariantSpec, type Violation } from '../define-invariant.ts'
import type { RaftProperty, RaftStart, RaftStep } from './raft-step.ts'

/** What hosts of Raft tell checkers: each step of each server, and each start. Several groups are told apart by name. */
export interface RaftStepFact extends RaftStep {
  readonly group: string
}
export interface RaftStartFact extends RaftStart {
  readonly group: string
}

interface State {
  readonly groups: Map<string, RaftProperty>
}

/** A property of Raft as an invariant of a run. */
export function raftInvariant(
  texts: { name: string; title: string; doc: string },
  start: () => RaftProperty,
): InvariantSpec<State> {
  const propertyOf = ({ groups }: State, group: string): RaftProperty => {
    let property = groups.get(group)
    if (property === undefined) groups.set(group, (property = start()))
    return property
  }
  const tell = (says: string, node: string, state: string, now: Nanos): Violation => ({
    says,
    operations: [`${toSeconds(now).toFixed(3)} s: ${node} ${state}`],
    nodes: [node],
  })
  return defineInvariant<State>({
    ...texts,
    start: () => ({ groups: new Map() }),
    on: {
      'raft-start'(state, fact: RaftStartFact, node, ctx) {
        const says = propertyOf(state, fact.group).started(fact)
        if (says === null) return undefined
        return tell(says, node, `begins again in term ${fact.term}, its vote given to ${fact.vote}`, ctx.now)
      },
      'raft-step'(state, fact: RaftStepFact, node, ctx) {
        const says = propertyOf(state, fact.group).stepped(fact)
        if (says === null) return null
        const { role, term, commitIndex, lastIndex } = fact.raft
        const log = `its log reaches to ${lastIndex}, committed to ${commitIndex}`
        return tell(says, node, `is ${role} in term ${term}, ${log}`, ctx.now)
      },
    },
  })
}
