import { ElectionSafety } from '../raft/election-safety.ts'
import { raftInvariant } from '../raft/raft-invariant.ts'

export const invariant = raftInvariant(
  {
    name: 'raft-election-safety',
    title: 'One leader a term',
    doc: 'At most one server is elected in a term.',
  },
  () => new ElectionSafety(),
)
