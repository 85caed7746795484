import type { Action, Scenario } from '../../schema/design.ts'
import { CUT_OFF, DUPLICATION, LEADER_CRASH, LOSS, REORDERING, SKEW } from './breaks.ts'
import { ORDERS } from './order-scenarios.ts'
import { REPLICAS, usersOf } from './regions.ts'
import { during, flip, type Inject } from '../scenario-steps.ts'

/** Many keys, so that some are at rest, and few users and orders, for it takes long. */
const RARELY: Action[] = [
  ...REPLICAS.flatMap((id): Action[] => [
    { do: 'set', node: usersOf(id), param: 'keys', value: 60 },
    { do: 'set', node: usersOf(id), param: 'keySkew', value: 0 },
    { do: 'set', node: usersOf(id), param: 'users', value: 3 },
  ]),
  { do: 'set', node: 'buyers', param: 'ratePerSecond', value: 2 },
]

/** Nobody hears of anybody: there is no majority anywhere. */
const ALL_APART: Scenario['script'] = during(
  2,
  7,
  ...(['us', 'eu'] as const).map((node, i): Inject => ({
    do: 'inject',
    fault: 'partition',
    id: `${node}-apart`,
    on: { between: [[node], REPLICAS.slice(i + 1)] },
  })),
)

/** Logs so short that who was away for a few seconds needs a snapshot. */
const KEEPS_LITTLE: Action[] = REPLICAS.map((node) => ({
  do: 'set',
  node,
  param: 'retainEntries',
  value: 30,
}))

const RAFT = [
  'raft-election-safety',
  'raft-leader-append-only',
  'raft-log-matching',
  'raft-leader-completeness',
  'raft-state-machine-safety',
]
const ALL_SERVED = ['Virginia is served', 'Ireland is served', 'Singapore is served']
const ELSEWHERE = ['Ireland is served', 'Singapore is served']

/** What each protocol promises, which fault it survives, and which it does not. */
export const SCENARIOS: Record<string, Scenario> = {
  steady: {
    title: 'Raft and two-phase commit',
    doc: 'One region leads; an order takes two rounds over all three.',
    seconds: 8,
    meets: [...ALL_SERVED, 'orders are decided'],
    holds: ['linearizable', 'atomic-commit', ...RAFT],
  },
  'leader crash': {
    title: 'Raft, the leader’s region crashes',
    doc: 'A new term begins; nothing that was acknowledged is missing.',
    seconds: 12,
    script: during(3, 8, LEADER_CRASH),
    meets: ELSEWHERE,
    holds: ['linearizable', ...RAFT],
  },
  'cut off': {
    title: 'Raft, Virginia cut off',
    doc: 'Two regions of three go on; what Virginia still had in its log is overwritten when it comes back.',
    seconds: 12,
    script: during(3, 8, CUT_OFF),
    meets: ELSEWHERE,
    holds: ['linearizable', ...RAFT],
  },
  'half is enough': {
    title: 'Raft that is content with one vote of three',
    doc: 'All are cut apart, more than one elects itself for the same term, and each commits what it likes.',
    seconds: 12,
    with: [flip('rules', 'half')],
    script: ALL_APART,
    violates: [
      'raft-election-safety',
      'raft-leader-completeness',
      'raft-state-machine-safety',
      'linearizable',
    ],
  },
  'all apart': {
    title: 'Raft, all cut apart',
    doc: 'No majority, no leader; nobody writes until the cut heals, and nothing is lost.',
    seconds: 12,
    script: ALL_APART,
    holds: ['linearizable', ...RAFT],
  },
  'members change': {
    title: 'Raft, Singapore leaves and comes back',
    doc: 'Two voters go on by themselves. When Singapore is back, much of the log is gone: it gets a snapshot, learns the rest, and has a vote again just as Virginia crashes.',
    seconds: 13,
    with: KEEPS_LITTLE,
    script: [
      { atSeconds: 2, action: flip('members', 'two') },
      { atSeconds: 6, action: flip('members', 'three') },
      ...during(8, 12, LEADER_CRASH),
    ],
    meets: ELSEWHERE,
    holds: ['linearizable', ...RAFT],
  },
  unreliable: {
    title: 'Raft and two-phase commit on a bad network',
    doc: 'Messages are lost, come twice, and overtake one another.',
    seconds: 10,
    script: during(2, 7, LOSS, DUPLICATION, REORDERING),
    holds: ['linearizable', 'atomic-commit', ...RAFT],
  },
  paxos: {
    title: 'Paxos, the leader’s region crashes',
    doc: 'A higher ballot asks what may be settled already, and goes on from there.',
    seconds: 12,
    with: [flip('replication', 'paxos')],
    script: during(3, 8, LEADER_CRASH),
    meets: ELSEWHERE,
    holds: ['linearizable', 'one-value-per-slot'],
  },
  'quorum 2 + 2': {
    title: 'Quorum: W + R > N',
    doc: 'Any two that read overlap any two that wrote; a write asks two first, so that it is the later one by any clock.',
    seconds: 8,
    with: [flip('replication', 'quorum')],
    meets: ALL_SERVED,
    holds: ['linearizable'],
  },
  'quorum 3 + 1': {
    title: 'Quorum: all write, one reads',
    doc: 'Reads are answered at home. What is acknowledged they see; what is under way one reader sees and the next does not.',
    seconds: 8,
    with: [flip('replication', 'quorum'), flip('quorums', '3 + 1')],
    meets: ALL_SERVED,
    violates: ['linearizable'],
  },
  'quorum 1 + 1': {
    title: 'Quorum: W + R ≤ N',
    doc: 'Fast, and a read may miss what was acknowledged on another continent.',
    seconds: 8,
    with: [flip('replication', 'quorum'), flip('quorums', '1 + 1')],
    meets: [...ALL_SERVED, 'Singapore is fast'],
    violates: ['linearizable'],
  },
  'single leader': {
    title: 'A single leader, asynchronous, crashes',
    doc: 'What it acknowledged and had not shipped is gone, and readers were behind all along.',
    seconds: 12,
    with: [flip('replication', 'leader')],
    script: during(3.05, 8, CUT_OFF),
    violates: ['linearizable', 'no-acknowledged-write-lost'],
  },
  'multi-leader': {
    title: 'Everybody writes, the last writer wins',
    doc: 'Fast everywhere; what was written at the same time in two regions is dropped in one.',
    seconds: 8,
    with: [flip('replication', 'multi-leader'), flip('conflicts', 'lww')],
    meets: [...ALL_SERVED, 'Singapore is fast'],
    violates: ['no-write-dropped', 'linearizable'],
  },
  'multi-leader, merged': {
    title: 'Everybody writes, the application merges',
    doc: 'Both are kept until somebody who has seen both writes what becomes of them.',
    seconds: 8,
    with: [flip('replication', 'multi-leader'), flip('conflicts', 'siblings')],
    meets: [...ALL_SERVED, 'Singapore is fast'],
    holds: ['no-write-dropped'],
  },
  'conflict-free': {
    title: 'Everybody counts, Virginia cut off',
    doc: 'Fifteen seconds after the cut has healed, all regions show the same sums.',
    seconds: 30,
    with: [flip('replication', 'multi-leader'), flip('conflicts', 'counter'), ...RARELY],
    script: during(3, 8, CUT_OFF),
    meets: ALL_SERVED,
    holds: ['replicas-converge', 'no-acknowledged-write-lost'],
  },
  'conflict-free sets': {
    title: 'Everybody changes sets, Virginia cut off',
    doc: 'A user’s entry takes the place of his earlier one. What one side takes out and the other does not know of stays out, what was put in meanwhile stays in.',
    seconds: 30,
    with: [flip('replication', 'multi-leader'), flip('conflicts', 'set'), ...RARELY],
    script: during(3, 8, CUT_OFF),
    meets: ALL_SERVED,
    holds: ['replicas-converge', 'no-acknowledged-write-lost'],
  },
  'sent once': {
    title: 'Everybody counts, and nothing is sent again',
    doc: 'What the cut has swallowed is missing for ever.',
    seconds: 30,
    with: [
      flip('replication', 'multi-leader'),
      flip('conflicts', 'counter'),
      flip('repair', 'off'),
      ...RARELY,
    ],
    script: during(3, 8, CUT_OFF),
    violates: ['replicas-converge'],
  },
  'clock ahead': {
    title: 'Quorum, Ireland’s clock ahead, wall clocks',
    doc: 'For four seconds nobody can overwrite what was written through Ireland.',
    seconds: 10,
    with: [flip('replication', 'quorum'), flip('clocks', 'wall')],
    script: during(2, 9, SKEW),
    violates: ['linearizable'],
  },
  ...ORDERS,
}
