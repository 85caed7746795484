import { crash, type Inject } from '../scenario-steps.ts'

export const LEADER_CRASH = crash('broker-1', 'leader-crash')
export const SECOND_CRASH = crash('broker-2', 'second-crash')
export const CONTROLLER_CRASH = crash('controller', 'controller-crash')
export const CONSUMER_CRASH = crash('consumer-1', 'consumer-crash')
export const PRODUCER_CRASH = crash('producer-1', 'producer-crash')
/** Nearly a second each way between two brokers: neither keeps up with the other; both keep up with the third. */
export const SLOW_FOLLOWER: Inject = {
  do: 'inject',
  fault: 'delay',
  id: 'slow-follower',
  on: { between: [['broker-3'], ['broker-1']] },
  params: { extraMs: 900 },
}
/** The controller hears all three; the third hears nothing of the log. */
export const FOLLOWER_CUT_OFF: Inject = {
  do: 'inject',
  fault: 'partition',
  id: 'follower-cut-off',
  on: { between: [['broker-3'], ['broker-1', 'broker-2']] },
}
export const CONSUMER_PAUSE: Inject = {
  do: 'inject',
  fault: 'pause',
  id: 'consumer-pause',
  on: { node: 'consumer-1' },
}
export const ZOMBIE_PRODUCER: Inject = {
  do: 'inject',
  fault: 'pause',
  id: 'zombie-producer',
  on: { node: 'producer-1' },
}
/** Work on one poll takes longer than a poll may: a member leaves, and the next one gets its records. */
export const SLOW_CONSUMERS: readonly Inject[] = ['consumer-1', 'consumer-2'].map((node) => ({
  do: 'inject',
  fault: 'slow',
  id: `slow-${node}`,
  on: { node },
  params: { factor: 80 },
}))
export const LOST_ANSWERS: Inject = {
  do: 'inject',
  fault: 'loss',
  id: 'lost-answers',
  on: {
    between: [
      ['producer-1', 'producer-2'],
      ['broker-1', 'broker-2', 'broker-3'],
    ],
  },
  params: { share: 0.2 },
}
