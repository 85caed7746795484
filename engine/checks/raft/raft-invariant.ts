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
  const tell = (says: string | null, node: string): Violation | null =>
    says === null ? null : { says, operations: [], nodes: [node] }
  return defineInvariant<State>({
    ...texts,
    start: () => ({ groups: new Map() }),
    on: {
      'raft-start': (state, fact: RaftStartFact, node) => {
        const says = propertyOf(state, fact.group).started(fact)
        return says === null ? undefined : tell(says, node)
      },
      'raft-step': (state, fact: RaftStepFact, node) =>
        tell(propertyOf(state, fact.group).stepped(fact), node),
    },
  })
}
