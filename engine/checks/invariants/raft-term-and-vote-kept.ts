import { TermAndVoteKept } from '../raft/term-and-vote-kept.ts'
import { raftInvariant } from '../raft/raft-invariant.ts'

export const invariant = raftInvariant(
  {
    name: 'raft-term-and-vote-kept',
    title: 'Terms and votes are kept',
    doc: 'A server’s term never goes back and its vote in a term never changes, crashes included.',
  },
  () => new TermAndVoteKept(),
)
