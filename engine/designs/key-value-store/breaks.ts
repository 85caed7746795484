import type { BreakButton } from '../../schema/design.ts'
import { LEFT, OWNERS, RIGHT } from './ring.ts'
import type { Inject } from '../scenario-steps.ts'

export const CRASH: Inject = { do: 'inject', fault: 'crash', id: 'crash', on: { node: 'n2' } }
export const DISK_LOSS: Inject = { do: 'inject', fault: 'disk-loss', id: 'disk-loss', on: { node: 'n4' } }
export const PARTITION: Inject = {
  do: 'inject',
  fault: 'partition',
  id: 'partition',
  on: { between: [LEFT, RIGHT] },
}
/** Nobody but the right shop reaches n4. */
export const ALONE: Inject = {
  do: 'inject',
  fault: 'partition',
  id: 'alone',
  on: { between: [['n4'], ['n1', 'n2', 'n3', 'n5', 'n6']] },
}
export const SLOW: Inject = {
  do: 'inject',
  fault: 'slow',
  id: 'slow',
  on: { node: 'n3' },
  params: { factor: 20 },
}
export const SKEW: Inject = {
  do: 'inject',
  fault: 'clock-skew',
  id: 'skew',
  on: { node: 'n1' },
  params: { offsetMs: 3_000 },
}
export const POWER: Inject[] = OWNERS.map((node) => ({
  do: 'inject',
  fault: 'crash',
  id: `power-${node}`,
  on: { node },
}))

/** The faults that this design's entry names, one click each. */
export const BREAKS: Record<string, BreakButton> = {
  'node crash': {
    title: 'Crash n2',
    doc: 'The process dies and comes back with what its log and tables hold.',
    actions: [CRASH],
  },
  'disk loss': {
    title: 'Destroy the disk of n4',
    doc: 'Everything that n4 held is gone for good; it comes back empty.',
    actions: [DISK_LOSS],
  },
  partition: {
    title: 'Cut n1 and n2 off',
    doc: 'Each side goes on with the shop that asks there, and stands in for the owners on the other.',
    actions: [PARTITION],
  },
  'slow node': {
    title: 'Slow n3 down',
    doc: 'Everything takes twenty times as long there: it is alive, and late.',
    actions: [SLOW],
  },
  'clock skew': {
    title: 'Set the clock of n1 ahead',
    doc: 'Three seconds at once.',
    actions: [SKEW],
  },
  'power failure': {
    title: 'Cut the power of all',
    doc: 'Every node of the ring dies in the same instant; logs are torn where the last sync ended.',
    actions: POWER,
  },
}
