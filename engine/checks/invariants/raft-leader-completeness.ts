import { LeaderCompleteness } from '../raft/leader-completeness.ts'
import { raftInvariant } from '../raft/raft-invariant.ts'

export const invariant = raftInvariant(
  {
    name: 'raft-leader-completeness',
    title: 'Leaders hold what is committed',
    doc: 'What was committed in one term is in the logs of the leaders of all later terms.',
  },
  () => new LeaderCompleteness(),
)
