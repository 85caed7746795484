import { FLEETS, SERVERS } from './places.ts'
import type { Inject } from '../scenario-steps.ts'

const OTHERS = SERVERS.slice(1)

/** The first leader dies. */
export const CRASH: Inject = { do: 'inject', fault: 'crash', id: 'crash', on: { node: 's1' } }
/** The first leader and one more are alone; programs reach all five. */
export const MINORITY: Inject = {
  do: 'inject',
  fault: 'partition',
  id: 'minority',
  on: {
    between: [
      ['s1', 's2'],
      ['s3', 's4', 's5'],
    ],
  },
}
export const SLOW_DISK: Inject = {
  do: 'inject',
  fault: 'slow',
  id: 'slow-disk',
  on: { node: 's1' },
  params: { factor: 60 },
}
/** One fleet of watchers hears of no server. */
export const AWAY: Inject = {
  do: 'inject',
  fault: 'partition',
  id: 'away',
  on: { between: [[FLEETS[0]], SERVERS] },
}
/** The process with the lock's holder stands still for longer than its lease. */
export const PAUSE: Inject = { do: 'inject', fault: 'pause', id: 'pause', on: { node: 'batch' } }

const drift = (node: string, driftPpm: number): Inject => ({
  do: 'inject',
  fault: 'clock-skew',
  id: `drift-${node}`,
  on: { node },
  params: { offsetMs: 0, driftPpm },
})
/** The first leader's clock is a tenth slow, all others a tenth fast. */
export const DRIFT: Inject[] = [drift('s1', -100_000), ...OTHERS.map((node) => drift(node, 100_000))]
/** The first leader is cut off from the other servers, not from programs. */
export const ALONE: Inject = {
  do: 'inject',
  fault: 'partition',
  id: 'alone',
  on: { between: [['s1'], OTHERS] },
}
/** This server takes over. */
export const takesOver = (node: string): Inject => ({
  do: 'inject',
  fault: 'failover',
  id: `failover-${node}`,
  on: { node },
})
/** Between programs and servers one message in five is lost. */
export const LOSS: Inject = {
  do: 'inject',
  fault: 'loss',
  id: 'loss',
  on: { between: [['apps'], SERVERS] },
  params: { share: 0.2 },
}
