import { LogMatching } from '../raft/log-matching.ts'
import { raftInvariant } from '../raft/raft-invariant.ts'

export const invariant = raftInvariant(
  {
    name: 'raft-log-matching',
    title: 'Logs match',
    doc: 'Two logs that hold an entry of the same index and term are the same up to there.',
  },
  () => new LogMatching(),
)
