import type { BreakButton } from '../../schema/design.ts'
import { CUT_OFF, LAG_SPIKE, LINK_CUT, ONE_WAY, OUTAGE, SKEW } from './faults.ts'

/** The faults that this design's entry names, one click each. */
export const BREAKS: Record<string, BreakButton> = {
  'region outage': {
    title: 'Lose the leader’s data centre',
    doc: 'All replicas in Virginia are down, and every link into it is cut.',
    actions: [OUTAGE],
  },
  'link cut': {
    title: 'Cut Virginia – Singapore',
    doc: 'Both still reach Ireland.',
    actions: [LINK_CUT],
  },
  'asymmetric partition': {
    title: 'Mute the leader',
    doc: 'Nobody elsewhere hears Virginia; Virginia hears everybody.',
    actions: [ONE_WAY],
  },
  'lag spike': {
    title: 'Slow the leader’s links down',
    doc: 'A quarter of a second more each way, in and out of Virginia.',
    actions: [LAG_SPIKE],
  },
  'clock skew': {
    title: 'Set the leader’s clocks ahead',
    doc: 'All clocks in Virginia jump five seconds ahead.',
    actions: [SKEW],
  },
  'cut off': {
    title: 'Cut the leader off, with its users',
    doc: 'Virginia and the users around it are alone; fencing decides what becomes of that.',
    actions: [CUT_OFF],
  },
  'split brain': {
    title: 'Split the brain',
    doc: 'Asynchronous and without fencing, and the leader is cut off: both sides take writes.',
    actions: [
      { do: 'switch', name: 'mode', to: 'async' },
      { do: 'switch', name: 'fencing', to: 'off' },
      { ...CUT_OFF, id: 'split-brain' },
    ],
  },
}
