import type { Action, Scenario } from '../../schema/design.ts'
import { at, flip } from '../scenario-steps.ts'
import { dies, SERVED, SOUND } from './scenario-steps.ts'

const SLOW_ANALYTICS: Action = {
  do: 'inject',
  fault: 'slow',
  id: 'analytics-slow',
  on: { node: 'analytics' },
  params: { factor: 50 },
}

/** Pages that are put together from services, and what becomes of them when one is down or slow. */
export const FEDERATION: Record<string, Scenario> = {
  'service down': {
    title: 'The order service is down',
    doc: 'Pages without an order history, and a circuit that is open.',
    seconds: 5,
    script: [at(1, dies('orders'))],
    meets: SERVED,
    holds: SOUND,
  },
  'service slow': {
    title: 'Suggestions are slow, and the circuit opens',
    doc: 'A few pages wait, then the service is left alone but for a try now and then.',
    seconds: 8,
    script: [at(1, SLOW_ANALYTICS)],
    meets: ['pages are served', 'half of the pages are fast'],
    holds: SOUND,
  },
  'service slow, no circuit': {
    title: 'Suggestions are slow, and every page waits for them',
    doc: 'None fails, and all of them take as long as the gateway’s patience.',
    seconds: 8,
    with: [flip('circuit', 'never')],
    script: [at(1, SLOW_ANALYTICS)],
    meets: ['pages are served'],
    breaks: ['half of the pages are fast'],
  },
  'service down, all or nothing': {
    title: 'The order service is down, all or nothing',
    doc: 'No page at all, because of a list that few would have looked at.',
    seconds: 5,
    with: [flip('pages', 'all-or-nothing')],
    script: [at(1, dies('orders'))],
    breaks: ['pages are served'],
    violates: ['features-stand-alone'],
  },
}
