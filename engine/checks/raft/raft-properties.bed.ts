import { ElectionSafety } from './election-safety.ts'
import { LeaderAppendOnly } from './leader-append-only.ts'
import { LeaderCompleteness } from './leader-completeness.ts'
import { LogMatching } from './log-matching.ts'
import type { RaftProperty } from './raft-step.ts'
import { StateMachineSafety } from './state-machine-safety.ts'
import { TermAndVoteKept } from './term-and-vote-kept.ts'

/** For tests: all that Raft promises of one group (§5, figure 3), and that no server forgets its term or vote. */
export const raftProperties = (): RaftProperty[] => [
  new ElectionSafety(),
  new LeaderAppendOnly(),
  new LogMatching(),
  new LeaderCompleteness(),
  new StateMachineSafety(),
  new TermAndVoteKept(),
]
