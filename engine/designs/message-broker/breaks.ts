import type { BreakButton } from '../../schema/design.ts'
import {
  CONSUMER_CRASH,
  CONSUMER_PAUSE,
  CONTROLLER_CRASH,
  FOLLOWER_CUT_OFF,
  LEADER_CRASH,
  LOST_ANSWERS,
  SECOND_CRASH,
  SLOW_CONSUMERS,
  SLOW_FOLLOWER,
  ZOMBIE_PRODUCER,
} from './faults.ts'

/** The faults that this design's entry names, one click each. */
export const BREAKS: Record<string, BreakButton> = {
  'leader crash': {
    title: 'Crash a leader',
    doc: 'Broker 1 dies: somebody in sync takes each of its partitions over.',
    actions: [LEADER_CRASH],
  },
  'slow follower': {
    title: 'Slow a follower down',
    doc: 'Nearly a second each way between brokers 1 and 3: each drops out of the other’s in-sync sets.',
    actions: [SLOW_FOLLOWER],
  },
  'follower cut off': {
    title: 'Cut a follower off',
    doc: 'Broker 3 hears nothing of the log; after a second it is in sync with nobody.',
    actions: [FOLLOWER_CUT_OFF],
  },
  'unclean election': {
    title: 'Elect whoever is left',
    doc: 'Unclean election, and brokers 1 and 2 crash. Cut broker 3 off first and wait a second: then it leads without what it lacks.',
    actions: [{ do: 'switch', name: 'election', to: 'unclean' }, LEADER_CRASH, SECOND_CRASH],
  },
  'consumer crash': {
    title: 'Crash a consumer',
    doc: 'Consumer 1 dies: its session ends, and the others share its partitions.',
    actions: [CONSUMER_CRASH],
  },
  'consumer pause': {
    title: 'Pause a consumer',
    doc: 'Consumer 1 stands still past its session, and does not know that its partitions are others’ by now.',
    actions: [CONSUMER_PAUSE],
  },
  'zombie producer': {
    title: 'Pause a producer',
    doc: 'Producer 1 stands still in the middle of what it does. Its transaction times out; then it wakes.',
    actions: [ZOMBIE_PRODUCER],
  },
  'rebalance storm': {
    title: 'Start a rebalance storm',
    doc: 'Consumers 1 and 2 take too long over what they get: they leave, join, and leave again.',
    actions: [...SLOW_CONSUMERS],
  },
  'lost answers': {
    title: 'Lose answers',
    doc: 'Every fifth message between producers and brokers is lost: what is sent again may be there already.',
    actions: [LOST_ANSWERS],
  },
  'controller crash': {
    title: 'Crash the controller',
    doc: 'Nobody elects and nobody changes in-sync sets; what runs goes on.',
    actions: [CONTROLLER_CRASH],
  },
}
