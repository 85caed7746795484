import { LeaderAppendOnly } from '../raft/leader-append-only.ts'
import { raftInvariant } from '../raft/raft-invariant.ts'

export const invariant = raftInvariant(
  {
    name: 'raft-leader-append-only',
    title: 'Leaders only append',
    doc: 'A leader never replaces or deletes entries of its own log.',
  },
  () => new LeaderAppendOnly(),
)
