import { RAFT_RULES, type RaftRules } from '../../algorithms/consensus/raft/rules.ts'
import { choice } from '../../schema/parameter.ts'

/** Raft as it is proved, and without the rule that all of its safety rests on. */
export const RULES = {
  proved: RAFT_RULES,
  half: { ...RAFT_RULES, majority: (count: number) => Math.max(1, count >> 1) },
} satisfies Record<string, RaftRules>

export const RULES_PARAM = choice({
  title: 'Rules of Raft',
  doc: 'Raft: how many voters decide. With fewer than more than half it is another protocol, and not a safe one.',
  options: {
    proved: 'all of them',
    half: 'half of the voters are enough (wrong)',
  },
  default: 'proved',
})
