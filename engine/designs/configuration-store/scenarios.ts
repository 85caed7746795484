import type { Action, Scenario } from '../../schema/design.ts'
import { ALONE, AWAY, CRASH, DRIFT, LOSS, MINORITY, PAUSE, SLOW_DISK, takesOver } from './faults.ts'
import { SERVERS } from './places.ts'
import { at, during, flip } from '../scenario-steps.ts'

const RESTS_ON_DISKS = [
  'raft-election-safety',
  'raft-log-matching',
  'raft-leader-completeness',
  'raft-state-machine-safety',
  'raft-term-and-vote-kept',
]
const RAFT = [...RESTS_ON_DISKS, 'raft-leader-append-only']
const HOLDS = ['configuration-is-linearizable', 'watchers-miss-nothing', ...RAFT]
const ALL = [...HOLDS, 'one-lease-holder']
const SERVED = ['programs are served']

/** Servers are patient for two seconds, so that there is time to look at what happens between two leaders. */
const PATIENT: Action[] = SERVERS.flatMap((node) => [
  { do: 'set', node, param: 'electionMs', value: 2_000 } as const,
  { do: 'set', node, param: 'standSpreadPercent', value: 10 } as const,
  { do: 'set', node, param: 'standDelayMs', value: 0 } as const,
])
/** Three servers of five go out at once, and are alone with each other when they are back. */
const POWER_FAILURE: Scenario['script'] = [
  at(6, takesOver('s2')),
  ...['s1', 's2', 's3'].flatMap((node) => during(8, 9, { ...CRASH, id: `power-${node}`, on: { node } })),
  ...during(8, 12, {
    do: 'inject',
    fault: 'partition',
    id: 'island',
    on: {
      between: [
        ['s1', 's2', 's3'],
        ['s4', 's5'],
      ],
    },
  }),
]
const DRIFTING = [
  at(3, takesOver('s1')),
  ...DRIFT.map((fault) => at(3.5, fault)),
  ...during(4.5, 8, ALONE),
  at(10, { ...takesOver('s1'), id: 'failover-again' }),
  ...during(12.5, 15.5, { ...ALONE, id: 'alone-2' }),
]
const ASKS_MUCH: Action[] = [
  { do: 'set', node: 'apps', param: 'ratePerSecond', value: 200 },
  { do: 'set', node: 'apps', param: 'keys', value: 4 },
]

/** Every promise under every fault of the entry, and what breaks without each idea. */
export const SCENARIOS: Record<string, Scenario> = {
  steady: {
    title: 'Five servers, one leader',
    doc: 'Reads at any server ask the leader, who asks a majority; a flag is rolled out step by step.',
    seconds: 12,
    meets: [...SERVED, 'programs are fast'],
    holds: ALL,
  },
  'leader crash': {
    title: 'The leader crashes',
    doc: 'Another leads within half a second; watchers resume where they were, leases get their whole time again.',
    seconds: 14,
    script: during(4, 9, CRASH),
    meets: SERVED,
    holds: ALL,
  },
  'left behind': {
    title: 'A server is away until the log no longer reaches back to it',
    doc: 'It gets a snapshot of the state and the few entries after it. Then the leader crashes, and who has caught up counts.',
    seconds: 18,
    script: [...during(3, 10, { ...CRASH, id: 'away-s3', on: { node: 's3' } }), ...during(12, 15, CRASH)],
    meets: SERVED,
    holds: ALL,
  },
  'minority partition': {
    title: 'Two servers are cut off, the leader among them',
    doc: 'It steps down without a majority; the three others go on in the next term.',
    seconds: 14,
    script: during(4, 9, MINORITY),
    holds: ALL,
  },
  'slow disk': {
    title: 'The leader’s disk takes 60 ms a flush',
    doc: 'It sends to its followers while it writes: a majority of the other disks is enough.',
    seconds: 14,
    script: during(4, 10, SLOW_DISK),
    meets: SERVED,
    holds: ALL,
  },
  'watchers away': {
    title: 'Two thousand watchers come back after a compaction',
    doc: 'They are told that what they missed is gone, get everything as it stands, and go on.',
    seconds: 20,
    script: during(3, 14, AWAY),
    meets: SERVED,
    holds: ALL,
  },
  'clock drift, leases': {
    title: 'Clocks drift, and leases allow for it',
    doc: 'The slow leader’s lease ends before the fast voters have lost patience.',
    seconds: 17,
    with: [...PATIENT, ...ASKS_MUCH, flip('reads', 'lease')],
    script: DRIFTING,
    holds: HOLDS,
  },
  'clock drift, clocks trusted': {
    title: 'Clocks drift, and leases take them for perfect',
    doc: 'The old leader goes on answering reads while the new one takes writes.',
    seconds: 17,
    with: [...PATIENT, ...ASKS_MUCH, flip('reads', 'unbounded-lease')],
    script: DRIFTING,
    holds: RAFT,
    violates: ['configuration-is-linearizable'],
  },
  'minority partition, local reads': {
    title: 'Two servers are cut off and answer from what they have',
    doc: 'Every read there is of the past, and nobody says so.',
    seconds: 12,
    with: [flip('reads', 'local')],
    script: during(4, 9, MINORITY),
    holds: RAFT,
    violates: ['configuration-is-linearizable'],
  },
  'minority partition, unconfirmed reads': {
    title: 'A leader is cut off and does not ask',
    doc: 'Until it steps down it answers reads, though three others have a leader of their own.',
    seconds: 16,
    with: [...ASKS_MUCH, flip('reads', 'unconfirmed'), flip('elections', 'plain')],
    script: during(4, 10, ALONE),
    holds: RAFT,
    violates: ['configuration-is-linearizable'],
  },
  'leader crash, watch from now': {
    title: 'Watchers lose their server and go on with what comes now',
    doc: 'Whatever was changed until they found another is lost to them.',
    seconds: 12,
    with: [flip('watch', 'from-now')],
    script: during(4, 9, CRASH),
    violates: ['watchers-miss-nothing'],
  },
  'watchers away, not told': {
    title: 'Watchers come back after a compaction, and nobody tells them',
    doc: 'They get what is left, and take it for everything.',
    seconds: 18,
    with: [flip('compaction', 'silent')],
    script: during(3, 13, AWAY),
    violates: ['watchers-miss-nothing'],
  },
  'holder pauses': {
    title: 'The lock’s holder stands still for longer than its lease',
    doc: 'Another gets the lock; when the first wakes in the middle of its work, its write is turned away.',
    seconds: 26,
    script: during(5.1, 22, PAUSE),
    holds: ALL,
  },
  'holder pauses, no fencing': {
    title: 'The lock’s holder stands still, and nobody looks at tokens',
    doc: 'It wakes, writes, and only then finds its lease gone.',
    seconds: 26,
    with: [flip('fencing', 'off')],
    script: during(5.1, 22, PAUSE),
    violates: ['one-lease-holder'],
  },
  'answers lost, done again': {
    title: 'Answers get lost, and requests are done again',
    doc: 'A program tries again after 300 ms: its change comes back over what others have written since.',
    seconds: 12,
    with: [flip('retries', 'again'), ...ASKS_MUCH],
    script: during(3, 9, LOSS),
    holds: RAFT,
    violates: ['configuration-is-linearizable'],
  },
  'answers lost': {
    title: 'Answers get lost, and the group knows what it has answered',
    doc: 'A second try of a request is answered as the first, and changes nothing.',
    seconds: 12,
    with: [...ASKS_MUCH],
    script: during(3, 9, LOSS),
    holds: ALL,
  },
  'power failure, written later': {
    title: 'Three servers lose power, and said more than they wrote',
    doc: 'They have forgotten a term, its votes and its entries, and elect another leader for it.',
    seconds: 16,
    with: [flip('disk', 'later')],
    script: POWER_FAILURE,
    holds: ['raft-leader-append-only'],
    violates: RESTS_ON_DISKS,
  },
  'power failure': {
    title: 'Three servers lose power, and had written what they said',
    doc: 'They begin again with every promise they made.',
    seconds: 16,
    script: POWER_FAILURE,
    holds: ALL,
  },
  'one server': {
    title: 'Without replication',
    doc: 'One server keeps everything: while it is down nobody reads or writes.',
    seconds: 14,
    without: SERVERS.slice(1),
    script: during(4, 10, CRASH),
    breaks: SERVED,
  },
}
