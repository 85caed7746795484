import { defineDesign } from '../../schema/design.ts'
import { BREAKS } from './breaks.ts'
import { edges, nodes } from './cluster.ts'
import { SCENARIOS } from './scenarios.ts'
import { SWITCHES } from './switches.ts'

export const design = defineDesign({
  summary:
    'A log that many write and many read: nothing acknowledged is lost, and everybody can prove where he is.',
  nodes: nodes(),
  edges: edges(),
  slos: {
    'records are acknowledged': { of: 'shop', availability: 0.97 },
    'records are acknowledged fast': { of: 'shop', quantile: 0.99, belowMs: 300 },
  },
  invariants: [
    'acknowledged-records-survive',
    'partition-order',
    'records-once',
    'transactions-seen-once',
    'group-skips-nothing',
    'one-owner-per-generation',
  ],
  switches: SWITCHES,
  breaks: BREAKS,
  scenarios: SCENARIOS,
  estimates: {},
  charts: [],
  load: [],
  interview: [],
})
