import type { Action, Scenario } from '../../schema/design.ts'
import { flip } from '../scenario-steps.ts'

const inject = (fault: string, id: string, on: { node: string }, params?: Record<string, number>): Action => {
  return { do: 'inject', fault, id, on, params }
}
const SERVED = ['users are fast', 'users are served', 'partners are served']

/** A client that has learnt when windows begin: it sends around every tenth second and rests in between. */
export const EDGE_BURSTS: Action[] = [
  { do: 'set', node: 'abuser', param: 'pattern', value: 'bursts' },
  { do: 'set', node: 'abuser', param: 'patternStartSeconds', value: 9.7 },
  { do: 'set', node: 'abuser', param: 'patternSeconds', value: 10 },
]

/** After ten seconds API server 2 is five seconds ahead. */
const AHEAD = [
  { atSeconds: 10, action: inject('clock-skew', 'skew', { node: 'api-2' }, { offsetMs: 5_000 }) },
]

/** What is promised of the design, and what breaks without its ideas. */
export const SCENARIOS: Record<string, Scenario> = {
  steady: {
    title: 'An ordinary day with one abuser',
    doc: 'The abuser gets its ten requests a second; nobody else notices.',
    seconds: 16,
    meets: SERVED,
    holds: ['burst-and-rate', 'fair-share'],
  },
  'sliding log': {
    title: 'The exact window',
    doc: 'The sliding log never admits more than the limit in any window.',
    seconds: 16,
    with: [flip('algorithm', 'sliding-log')],
    meets: SERVED,
    holds: ['any-window-limit', 'fair-share'],
  },
  'sliding counter': {
    title: 'Two counters in place of a log',
    doc: 'The abuser is held back by what it had in the window before; nobody else notices.',
    seconds: 36,
    with: [flip('algorithm', 'sliding-counter')],
    meets: SERVED,
    holds: ['fair-share'],
  },
  'no limiter': {
    title: 'Without rate limiters',
    doc: 'The abuser takes the backend away from everybody.',
    seconds: 10,
    without: ['api-1', 'api-2', 'api-3'],
    breaks: ['users are fast', 'users are served'],
  },
  'edge burst': {
    title: 'A burst at the window’s edge',
    doc: 'Fixed windows admit twice the limit around an edge.',
    seconds: 16,
    with: [
      flip('algorithm', 'fixed-window'),
      { do: 'set', node: 'abuser', param: 'pattern', value: 'bursts' },
    ],
    meets: ['users are served'],
    violates: ['any-window-limit'],
  },
  'merged timestamps': {
    title: 'A log that merges what comes together',
    doc: 'A script that names requests by their time in digits counts those within a tenth of a millisecond once.',
    seconds: 20,
    with: [
      flip('algorithm', 'sliding-log-merged'),
      { do: 'set', node: 'abuser', param: 'ratePerSecond', value: 4_000 },
    ],
    violates: ['any-window-limit'],
  },
  'local counters': {
    title: 'Counters on each server',
    doc: 'Three servers with the whole limit each admit three times of it.',
    seconds: 20,
    with: [flip('placement', 'local')],
    violates: ['burst-and-rate'],
  },
  'read then write': {
    title: 'A counter that is not atomic',
    doc: 'Lost updates admit more than the limit.',
    seconds: 20,
    with: [flip('placement', 'read-write')],
    violates: ['burst-and-rate'],
  },
  'one limit for all': {
    title: 'One limit for everybody',
    doc: 'The abuser uses up what was meant for all.',
    seconds: 20,
    with: [flip('subjects', 'global')],
    breaks: ['users are served'],
    violates: ['fair-share'],
  },
  'charged in order': {
    title: 'Charged in order',
    doc: 'Users pay for requests that another limit turned away.',
    seconds: 40,
    with: [flip('subjects', 'dimensions'), flip('charging', 'in-order')],
    violates: ['charged-once-admitted'],
  },
  'store down, closed': {
    title: 'The counters are gone, fail closed',
    doc: 'Nobody is admitted while the store does not answer; the limit holds.',
    seconds: 20,
    script: [
      { atSeconds: 10, action: inject('pause', 'down', { node: 'store' }) },
      { atSeconds: 15, action: { do: 'lift', id: 'down' } },
    ],
    breaks: ['users are served'],
    holds: ['burst-and-rate'],
  },
  'store down, open': {
    title: 'The counters are gone, fail open',
    doc: 'Everybody is admitted while the store does not answer; the abuser first.',
    seconds: 30,
    with: [flip('storeFailure', 'open')],
    script: [
      { atSeconds: 10, action: inject('pause', 'down', { node: 'store' }) },
      { atSeconds: 15, action: { do: 'lift', id: 'down' } },
    ],
    violates: ['burst-and-rate'],
  },
  'clock skew': {
    title: 'A server’s clock runs ahead',
    doc: 'One server’s clock is five seconds ahead; the store goes by its own.',
    seconds: 18,
    script: AHEAD,
    meets: SERVED,
    holds: ['burst-and-rate'],
  },
  'clock skew, split': {
    title: 'A server that counts for itself has its clock set',
    doc: 'It measures how long ago something was with a clock that is never set, so that nothing happens.',
    seconds: 18,
    with: [flip('placement', 'split')],
    script: AHEAD,
    holds: ['burst-and-rate'],
  },
  'clock skew, server time': {
    title: 'A server’s clock runs ahead, and the script trusts it',
    doc: 'Tokens of five seconds to come are spent now.',
    seconds: 30,
    with: [flip('time', 'server')],
    script: AHEAD,
    violates: ['burst-and-rate'],
  },
}
