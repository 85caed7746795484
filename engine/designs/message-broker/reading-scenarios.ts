import type { Scenario } from '../../schema/design.ts'
import { CONSUMERS } from './cluster.ts'
import { CONSUMER_CRASH, CONSUMER_PAUSE, CONTROLLER_CRASH, LEADER_CRASH, SLOW_CONSUMERS } from './faults.ts'
import { GROUP, LOG, SERVED } from './promises.ts'
import { at, during, flip, lift, type Inject } from '../scenario-steps.ts'

const BUSY_CONSUMER: Inject = { ...SLOW_CONSUMERS[0], id: 'busy-consumer', params: { factor: 20 } }
const GROUP_AWAY: readonly Inject[] = CONSUMERS.map((node) => ({
  do: 'inject',
  fault: 'crash',
  id: `${node}-away`,
  on: { node },
}))

/** What becomes of the group, and of what it reads. */
export const READING: Record<string, Scenario> = {
  'consumer crash': {
    title: 'A consumer dies at work',
    doc: 'Its session ends, the others go on from what it has committed: some records twice, none never.',
    seconds: 9,
    script: [at(1.5, BUSY_CONSUMER), ...during(2.5, 6, CONSUMER_CRASH), lift(6, BUSY_CONSUMER)],
    meets: [SERVED],
    holds: [...LOG, ...GROUP],
  },
  'consumer crash, committed before': {
    title: 'A consumer dies that has committed what it has not done',
    doc: 'The others go on behind it.',
    seconds: 9,
    with: [flip('commit', 'before')],
    script: [at(1.5, BUSY_CONSUMER), ...during(2.5, 6, CONSUMER_CRASH), lift(6, BUSY_CONSUMER)],
    violates: ['group-skips-nothing'],
  },
  'consumer pause': {
    title: 'A consumer sleeps past its session',
    doc: 'When it wakes its generation is over: its commit is refused, and it joins again.',
    seconds: 9,
    script: during(2.5, 6, CONSUMER_PAUSE),
    holds: [...LOG, ...GROUP],
  },
  'consumer pause, generations ignored': {
    title: 'A consumer sleeps, and commits when it wakes',
    doc: 'Nobody looks at its generation: it sets the group back to where it was itself.',
    seconds: 8,
    with: [flip('generations', 'ignored')],
    script: during(2.5, 6, CONSUMER_PAUSE),
    violates: ['one-owner-per-generation'],
  },
  'consumer crash, range': {
    title: 'A consumer dies, partitions are dealt by range',
    doc: 'Everybody stops and is dealt neighbouring partitions anew: members lose what they might have kept.',
    seconds: 9,
    with: [flip('assignment', 'range')],
    script: during(2.5, 6, CONSUMER_CRASH),
    meets: [SERVED],
    holds: [...LOG, ...GROUP],
  },
  'consumer crash, sticky': {
    title: 'A consumer dies, and who stays keeps what he has',
    doc: 'Everybody stops all the same, but only the dead member’s partitions move; when it is back it gets them from whoever has too many.',
    seconds: 9,
    with: [flip('assignment', 'sticky')],
    script: during(2.5, 6, CONSUMER_CRASH),
    meets: [SERVED],
    holds: [...LOG, ...GROUP],
  },
  'rebalance storm': {
    title: 'Consumers that are too slow for their polls',
    doc: 'Whoever works too long leaves; the next gets his records, and leaves as well. Much is done twice, nothing is skipped.',
    seconds: 12,
    script: SLOW_CONSUMERS.flatMap((fault) => during(2, 7, fault)),
    holds: [...LOG, ...GROUP],
  },
  'compaction by key': {
    title: 'Old values are cleaned away',
    doc: 'The last value of every key stays where it was; a consumer that sleeps goes on as if nothing were missing.',
    seconds: 9,
    with: [flip('cleanup', 'compact')],
    script: during(3, 6, CONSUMER_PAUSE),
    holds: [...LOG, ...GROUP],
  },
  'group away': {
    title: 'The whole group is away for longer than records are kept',
    doc: 'What was deleted before it was read is gone.',
    seconds: 10,
    with: [flip('cleanup', 'short')],
    script: GROUP_AWAY.flatMap((fault) => during(2, 6, fault)),
    violates: ['group-skips-nothing'],
  },
  'controller crash': {
    title: 'The controller dies, then a leader',
    doc: 'What runs goes on; for the dead broker’s partitions nobody is elected until the controller is back.',
    seconds: 10,
    script: [...during(2, 5, CONTROLLER_CRASH), ...during(3, 7, LEADER_CRASH)],
    holds: [...LOG, ...GROUP],
  },
}
