import type { BreakButton } from '../../schema/design.ts'
import { allOf, COORDINATOR, MEMBERS, REPLICAS } from './regions.ts'
import type { Inject } from '../scenario-steps.ts'

const EVERYBODY = [...REPLICAS, ...MEMBERS]

/** With twenty orders a second and a quarter of a second each, some are always between their phases. */
export const COORDINATOR_DIES: Inject = {
  do: 'inject',
  fault: 'crash',
  id: 'coordinator-dies',
  on: { node: COORDINATOR },
}
/** Some of the orders under way are in their pre-commit, known on one side and not on the other. */
export const CUT_APART: Inject = {
  do: 'inject',
  fault: 'partition',
  id: 'cut-apart',
  on: {
    between: [
      [COORDINATOR, 'stock'],
      ['payments', 'shipping'],
    ],
  },
}
/** Payments hears nothing of the coordinator, which hears payments. */
export const PAYMENTS_CUT: Inject = {
  do: 'inject',
  fault: 'one-way-partition',
  id: 'payments-cut',
  on: { between: [[COORDINATOR], ['payments']] },
  params: { direction: 'requests' },
}
export const LEADER_CRASH: Inject = { do: 'inject', fault: 'crash', id: 'leader-crash', on: { node: 'us' } }
export const CUT_OFF: Inject = {
  do: 'inject',
  fault: 'partition',
  id: 'cut-off',
  on: { between: [allOf('us'), allOf('eu', 'ap')] },
}
export const LOSS: Inject = {
  do: 'inject',
  fault: 'loss',
  id: 'loss',
  on: { between: [EVERYBODY, EVERYBODY] },
  params: { share: 0.1 },
}
export const DUPLICATION: Inject = {
  do: 'inject',
  fault: 'duplication',
  id: 'duplication',
  on: { between: [EVERYBODY, EVERYBODY] },
  params: { share: 0.2 },
}
export const REORDERING: Inject = {
  do: 'inject',
  fault: 'reordering',
  id: 'reordering',
  on: { between: [EVERYBODY, EVERYBODY] },
  params: { share: 0.3 },
}
export const SKEW: Inject = {
  do: 'inject',
  fault: 'clock-skew',
  id: 'skew',
  on: { node: 'eu' },
  params: { offsetMs: 4_000 },
}
export const LAG: Inject = {
  do: 'inject',
  fault: 'delay',
  id: 'lag',
  on: { between: [['us'], ['eu', 'ap']] },
  params: { extraMs: 6_000 },
}

/** The faults that this design's entry names, one click each. */
export const BREAKS: Record<string, BreakButton> = {
  'coordinator dies': {
    title: 'Kill the coordinator between phases',
    doc: 'Orders that were voted on stay locked until somebody knows how they ended.',
    actions: [COORDINATOR_DIES],
  },
  'cut in pre-commit': {
    title: 'Cut apart in the pre-commit',
    doc: 'Three-phase commit, and the coordinator with stock on one side, payments and shipping on the other.',
    actions: [{ do: 'switch', name: 'commit', to: 'three-phase' }, CUT_APART],
  },
  'cut between services': {
    title: 'Cut the services apart',
    doc: 'The coordinator with stock on one side, payments and shipping on the other; the protocol as it is.',
    actions: [CUT_APART],
  },
  'leader crash': {
    title: 'Crash Virginia’s replica',
    doc: 'If it leads, another is elected; what was on its disk is there when it comes back.',
    actions: [LEADER_CRASH],
  },
  'cut off': {
    title: 'Cut Virginia off',
    doc: 'Its replica and its users see nobody else.',
    actions: [CUT_OFF],
  },
  loss: { title: 'Lose messages', doc: 'One of ten between replicas and between services.', actions: [LOSS] },
  duplication: { title: 'Deliver twice', doc: 'One of five messages.', actions: [DUPLICATION] },
  reordering: {
    title: 'Let messages overtake',
    doc: 'Three of ten leave their place.',
    actions: [REORDERING],
  },
  'clock skew': { title: 'Set a clock ahead', doc: 'Ireland’s jumps four seconds.', actions: [SKEW] },
  'lag spike': {
    title: 'Slow Virginia’s links down',
    doc: 'Six seconds more each way: the lag passes the alert of five.',
    actions: [LAG],
  },
}
