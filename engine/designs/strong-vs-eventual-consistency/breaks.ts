import type { BreakButton } from '../../schema/design.ts'
import { REPLICAS, SIDE_A, SIDE_B } from './sides.ts'
import type { Inject } from '../scenario-steps.ts'

const ALL = [...REPLICAS]

/** Virginia and Ireland hear nothing of each other; their users still reach their own side. */
export const PARTITION: Inject = {
  do: 'inject',
  fault: 'partition',
  id: 'partition',
  on: { between: [SIDE_A, SIDE_B] },
}
/** Ireland hears of one replica in Virginia only by way of the other. */
export const LINK_CUT: Inject = {
  do: 'inject',
  fault: 'partition',
  id: 'link-cut',
  on: { between: [['a-1'], ['b-1']] },
}
export const DELAY: Inject = {
  do: 'inject',
  fault: 'delay',
  id: 'delay',
  on: { between: [ALL, ALL] },
  params: { extraMs: 250 },
}
export const REORDERING: Inject = {
  do: 'inject',
  fault: 'reordering',
  id: 'reordering',
  on: { between: [ALL, ALL] },
  params: { share: 0.4 },
}
export const CRASH: Inject = { do: 'inject', fault: 'crash', id: 'crash', on: { node: 'a-1' } }

/** The faults that this design's entry names, one click each. */
export const BREAKS: Record<string, BreakButton> = {
  partition: {
    title: 'Cut Virginia from Ireland',
    doc: 'Two replicas on one side, one on the other, users on both.',
    actions: [PARTITION],
  },
  'link cut': {
    title: 'Cut one link',
    doc: 'Virginia 1 and Ireland 1 hear of each other only by way of Virginia 2.',
    actions: [LINK_CUT],
  },
  delay: {
    title: 'Slow replication down',
    doc: 'A quarter of a second more between replicas.',
    actions: [DELAY],
  },
  reorder: {
    title: 'Let messages overtake',
    doc: 'Two of five messages between replicas leave their place.',
    actions: [REORDERING],
  },
  'replica crash': {
    title: 'Crash a replica',
    doc: 'Virginia 1 dies; what was on its disk is there when it comes back.',
    actions: [CRASH],
  },
}
