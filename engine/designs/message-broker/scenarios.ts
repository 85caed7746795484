import type { Scenario } from '../../schema/design.ts'
import { BROKERS } from './cluster.ts'
import {
  FOLLOWER_CUT_OFF,
  LEADER_CRASH,
  LOST_ANSWERS,
  PRODUCER_CRASH,
  SECOND_CRASH,
  SLOW_FOLLOWER,
  ZOMBIE_PRODUCER,
} from './faults.ts'
import { READING } from './reading-scenarios.ts'
import { GROUP, LOG, SERVED } from './promises.ts'
import { at, during, flip, lift, type Inject } from '../scenario-steps.ts'

const FAST = 'records are acknowledged fast'

/** Brokers in different buildings: what is replicated takes a moment. */
const STRETCHED: Inject = {
  do: 'inject',
  fault: 'delay',
  id: 'stretched',
  on: { between: [[...BROKERS], [...BROKERS]] },
  params: { extraMs: 60 },
}
const OTHER_ZOMBIE: Inject = { ...ZOMBIE_PRODUCER, id: 'other-zombie', on: { node: 'producer-2' } }
const DISK_LOSS: Inject = { do: 'inject', fault: 'disk-loss', id: 'disk-loss', on: { node: 'broker-1' } }
const ALONE: Inject = {
  do: 'inject',
  fault: 'partition',
  id: 'alone',
  on: { between: [['broker-1'], ['broker-2', 'broker-3']] },
}
/** Broker 3 falls behind, then both others die. */
const LAST_IN_SYNC_DIE = [
  at(2, FOLLOWER_CUT_OFF),
  at(4, LEADER_CRASH),
  at(4, SECOND_CRASH),
  lift(6, FOLLOWER_CUT_OFF),
  lift(6, LEADER_CRASH),
  lift(6, SECOND_CRASH),
]
/** A follower restarts, and in the same moment its leader dies. */
const CRASH_AFTER_RESTART = [
  at(2.4, SECOND_CRASH),
  lift(2.8, SECOND_CRASH),
  at(2.8, LEADER_CRASH),
  lift(6, LEADER_CRASH),
]
const WRITING: Record<string, Scenario> = {
  steady: {
    title: 'Twelve partitions, three copies',
    doc: 'Two producers, a group of three; a record counts when all in sync have it.',
    seconds: 8,
    meets: [SERVED, FAST],
    holds: [...LOG, ...GROUP],
  },
  'leader crash': {
    title: 'A leader dies',
    doc: 'After a second somebody in sync takes each of its partitions over, with every acknowledged record.',
    seconds: 9,
    script: during(2, 6, LEADER_CRASH),
    meets: [SERVED],
    holds: [...LOG, ...GROUP],
  },
  'leader crash, acknowledged by the leader': {
    title: 'A leader dies that has acknowledged alone',
    doc: 'Between the acknowledgement and the followers’ fetch lies the way between two buildings: that much is lost.',
    seconds: 8,
    with: [flip('acks', 'leader')],
    script: [at(1, STRETCHED), ...during(2.5, 5, LEADER_CRASH), lift(5, STRETCHED)],
    violates: ['acknowledged-records-survive'],
  },
  'leader crash, acknowledged when sent': {
    title: 'A leader dies, and nobody waits for it',
    doc: 'Producers go on sending to a broker that is not there, and say that all is well.',
    seconds: 9,
    with: [flip('acks', 'none')],
    script: during(2, 4, LEADER_CRASH),
    violates: ['acknowledged-records-survive'],
  },
  'one copy': {
    title: 'Without replication',
    doc: 'Every partition on one broker: when that dies, a third of the log is away until it is back.',
    seconds: 14,
    with: [{ do: 'set', node: 'controller', param: 'replication', value: 1 }, flip('minInSync', 'one')],
    script: during(2, 12, LEADER_CRASH),
    breaks: [SERVED],
  },
  'one in sync': {
    title: 'The last copy in sync loses its disk',
    doc: 'Cut off from the others, broker 1 acknowledges alone; then its disk is gone.',
    seconds: 10,
    with: [flip('minInSync', 'one')],
    script: [at(1.5, ALONE), at(4, DISK_LOSS), lift(5, DISK_LOSS), lift(5, ALONE)],
    violates: ['acknowledged-records-survive'],
  },
  'slow follower': {
    title: 'Two brokers hardly reach each other',
    doc: 'They drop out of each other’s in-sync sets; two copies are enough, and nobody notices.',
    seconds: 8,
    script: during(2, 6, SLOW_FOLLOWER),
    meets: [SERVED],
    holds: [...LOG, ...GROUP],
  },
  'unclean election': {
    title: 'Whoever is left leads',
    doc: 'Broker 3 was cut off for two seconds when both others die. It leads, without what was acknowledged meanwhile, and gives the same offsets to other records.',
    seconds: 10,
    with: [flip('election', 'unclean')],
    script: LAST_IN_SYNC_DIE,
    violates: ['acknowledged-records-survive', 'partition-order'],
  },
  'clean election': {
    title: 'Nobody leads until one in sync is back',
    doc: 'The same faults: the log stands still, and nothing is lost.',
    seconds: 10,
    script: LAST_IN_SYNC_DIE,
    holds: [...LOG, ...GROUP],
  },
  'crash after restart': {
    title: 'A follower restarts as its leader dies',
    doc: 'It keeps its log until the next leader’s epochs say where they part, and it has all that was acknowledged.',
    seconds: 9,
    script: CRASH_AFTER_RESTART,
    meets: [SERVED],
    holds: [...LOG, ...GROUP],
  },
  'crash after restart, by watermark': {
    title: 'A follower cuts its log at its high watermark as its leader dies',
    doc: 'What it threw away it cannot fetch any more; it is in sync by name, and leads.',
    seconds: 9,
    with: [flip('truncation', 'watermark')],
    script: CRASH_AFTER_RESTART,
    violates: ['acknowledged-records-survive'],
  },
  'lost answers': {
    title: 'Every fifth message of the producers is lost',
    doc: 'What is sent again is recognised by its number.',
    seconds: 8,
    script: during(1.5, 5, LOST_ANSWERS),
    meets: [SERVED],
    holds: LOG,
  },
  'lost answers, plain': {
    title: 'Every fifth message is lost, and nothing is numbered',
    doc: 'What was written and not confirmed is written again.',
    seconds: 6,
    with: [flip('producer', 'plain')],
    script: during(1.5, 5, LOST_ANSWERS),
    violates: ['records-once'],
  },
}

const TOGETHER: Record<string, Scenario> = {
  transactions: {
    title: 'Transactions, a leader and a producer die',
    doc: 'Whoever leads the transactions’ partition carries out what was decided; what the dead producer left open is aborted.',
    seconds: 10,
    with: [flip('producer', 'transactional')],
    script: [...during(1.5, 2, PRODUCER_CRASH), ...during(3, 6, LEADER_CRASH)],
    holds: [...LOG, 'transactions-seen-once'],
  },
  'read uncommitted': {
    title: 'Readers do not wait for the end of transactions',
    doc: 'One transaction in ten is taken back; its records have been read by then.',
    seconds: 5,
    with: [flip('producer', 'transactional'), flip('isolation', 'uncommitted')],
    violates: ['transactions-seen-once'],
  },
  'zombie producer': {
    title: 'A producer sleeps through its transaction’s timeout',
    doc: 'The coordinator aborts and raises the epoch; whatever the producer wants when it wakes is refused, and it begins anew.',
    seconds: 9,
    with: [flip('producer', 'transactional')],
    script: during(2, 5, ZOMBIE_PRODUCER),
    holds: [...LOG, 'transactions-seen-once'],
  },
  'zombie producer, not fenced': {
    title: 'A zombie goes on',
    doc: 'Half of its transaction was aborted while it slept; it adds the rest, commits, and says that all is well.',
    seconds: 10,
    with: [flip('producer', 'transactional'), flip('fencing', 'off')],
    script: [ZOMBIE_PRODUCER, OTHER_ZOMBIE].flatMap((fault) => [
      ...during(2.1, 4.2, fault),
      ...during(6.05, 8.2, fault),
    ]),
    violates: ['transactions-seen-once'],
  },
}

/** Every promise under every fault of the entry, and what breaks without each idea. */
export const SCENARIOS: Record<string, Scenario> = { ...WRITING, ...TOGETHER, ...READING }
