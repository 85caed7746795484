import { allOf, replicasOf } from './regions.ts'
import type { Inject } from '../scenario-steps.ts'

const ELSEWHERE = [...replicasOf('eu'), ...replicasOf('ap')]

/** The first leader's data centre is gone. */
export const OUTAGE: Inject = {
  do: 'inject',
  fault: 'region-outage',
  id: 'outage',
  on: { region: 'us-east' },
}
/** The first leader and the users around it see nothing of the rest of the world, nor it of them. */
export const CUT_OFF: Inject = {
  do: 'inject',
  fault: 'partition',
  id: 'cut-off',
  on: { between: [allOf('us'), allOf('eu', 'ap')] },
}
export const LINK_CUT: Inject = {
  do: 'inject',
  fault: 'partition',
  id: 'link-cut',
  on: { between: [replicasOf('us'), replicasOf('ap')] },
}
/** Nobody elsewhere hears the first leader; it hears everybody. */
export const ONE_WAY: Inject = {
  do: 'inject',
  fault: 'one-way-partition',
  id: 'one-way',
  on: { between: [replicasOf('us'), ELSEWHERE] },
  params: { direction: 'requests' },
}
export const LAG_SPIKE: Inject = {
  do: 'inject',
  fault: 'delay',
  id: 'lag-spike',
  on: { between: [replicasOf('us'), ELSEWHERE] },
  params: { extraMs: 250 },
}
export const SKEW: Inject = {
  do: 'inject',
  fault: 'clock-skew',
  id: 'skew',
  on: { region: 'us-east' },
  params: { offsetMs: 5_000 },
}
