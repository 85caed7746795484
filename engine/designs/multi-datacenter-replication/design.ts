import { defineDesign } from '../../schema/design.ts'
import { BREAKS } from './breaks.ts'
import { ESTIMATES } from './estimates.ts'
import { edges, MAP, nodes, REGION_IDS, REPLICAS, routerOf, usersOf } from './regions.ts'
import { SCENARIOS } from './scenarios.ts'
import { SWITCHES } from './switches.ts'

const ofReplicas = (metric: string) => REPLICAS.map((node) => ({ node, metric, label: node }))

/** Three regions with three replicas each, users in all of them, and eight ways to keep the replicas alike. */
export const design = defineDesign({
  summary: 'A data centre dies; what was acknowledged is still there, elsewhere.',
  nodes: nodes(),
  edges: edges(),
  slos: {
    'us users are served': { of: usersOf('us'), availability: 0.9 },
    'eu users are served': { of: usersOf('eu'), availability: 0.9 },
    'ap users are served': { of: usersOf('ap'), availability: 0.9 },
    'ap users are fast': { of: usersOf('ap'), quantile: 0.95, belowMs: 400 },
  },
  invariants: [
    'no-acknowledged-write-lost',
    'one-leader-per-epoch',
    'replicas-converge',
    'writes-resume',
    'overwritten-stays-overwritten',
    'causal-order',
  ],
  switches: SWITCHES,
  breaks: BREAKS,
  scenarios: SCENARIOS,
  estimates: ESTIMATES,
  charts: [
    {
      title: 'Write latency by region (p99)',
      series: REGION_IDS.map((id) => ({ node: routerOf(id), metric: 'writeTime', label: id })),
    },
    { title: 'Replication lag', series: ofReplicas('lag') },
    { title: 'Replication lag in entries', series: ofReplicas('lagEntries') },
    { title: 'Written and not yet confirmed everywhere', series: ofReplicas('unconfirmed') },
    { title: 'Who leads which epoch', series: ofReplicas('leads') },
    {
      title: 'Recovery time and recovery point',
      series: [
        { node: 'checks', metric: 'timeWithoutLeader', label: 'nobody takes writes for (RTO)' },
        { node: 'checks', metric: 'recoveryPoint', label: 'writes lost of (RPO)' },
      ],
    },
    { title: 'Acknowledged writes lost (RPO)', series: [{ node: 'checks', metric: 'lostWrites' }] },
    { title: 'Conflicts', series: ofReplicas('conflicts') },
    { title: 'Keys at rest that differ', series: [{ node: 'checks', metric: 'diverged' }] },
  ],
  map: MAP,
  load: [
    ...REGION_IDS.map((id) => `${usersOf(id)}.ratePerSecond`),
    'us-users.readShare',
    'us-users.keySkew',
    'us-users.pattern',
  ],
  interview: [
    {
      ask: 'Why can no setting have a recovery point of zero, writes that go on without a region, and writes as fast as one data centre?',
      answer:
        'A write that survives a region’s loss must have been confirmed by another region before it is acknowledged: that is a round trip. If every region must confirm, losing one stops all writes; if one other is enough, a second loss can take the write along.',
    },
    {
      ask: 'What does an epoch do that a failure detector cannot?',
      answer:
        'A detector can only suspect. An epoch that a majority has promised lets everybody turn an old leader’s messages away, whether it was dead or merely silent.',
    },
    {
      ask: 'Why must a leader’s lease end before followers may stand for election?',
      answer:
        'Otherwise there is a time in which the old one still acknowledges and the new one does too: two writable leaders. The margin between the two is what clocks may be wrong by in speed.',
    },
    {
      ask: 'What does a hybrid logical clock repair, and what not?',
      answer:
        'Whoever overwrites what he has seen gets a later timestamp, however wrong his clock is. Between writes that knew nothing of each other a fast clock still wins.',
    },
    {
      ask: 'Why does EACH_QUORUM stop where LOCAL_QUORUM does not notice, and what does the latter give up?',
      answer:
        'EACH_QUORUM needs a majority in every region. LOCAL_QUORUM promises only readers at home that they see it; elsewhere it arrives later, and two regions may overwrite each other.',
    },
  ],
})
