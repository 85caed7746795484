import { StateMachineSafety } from '../raft/state-machine-safety.ts'
import { raftInvariant } from '../raft/raft-invariant.ts'

export const invariant = raftInvariant(
  {
    name: 'raft-state-machine-safety',
    title: 'All apply the same',
    doc: 'No two servers apply different entries at one index, and none leaves one out.',
  },
  () => new StateMachineSafety(),
)
