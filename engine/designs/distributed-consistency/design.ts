import { defineDesign } from '../../schema/design.ts'
import { BREAKS } from './breaks.ts'
import { ESTIMATES } from './estimates.ts'
import { REGIONS } from '../three-regions.ts'
import { COORDINATOR, edges, nodes, SERVICES, usersOf } from './regions.ts'
import { SCENARIOS } from './scenarios.ts'
import { SWITCHES } from './switches.ts'

const ofReplicas = (metric: string) => REGIONS.map(({ id, title }) => ({ node: id, metric, label: title }))
const ofServices = (metric: string) => SERVICES.map((node) => ({ node, metric, label: node }))

/** A value in three regions, by seven protocols; an order by three services, all of it or nothing, by three more. */
export const design = defineDesign({
  summary:
    'Three regions agree on a value, and three services on an order, while somebody dies or is cut off.',
  nodes: nodes(),
  edges: edges(),
  slos: {
    'Virginia is served': { of: usersOf('us'), availability: 0.75 },
    'Ireland is served': { of: usersOf('eu'), availability: 0.75 },
    'Singapore is served': { of: usersOf('ap'), availability: 0.75 },
    'Singapore is fast': { of: usersOf('ap'), quantile: 0.95, belowMs: 100 },
    'orders are decided': { of: 'buyers', availability: 0.75 },
  },
  invariants: [
    'linearizable',
    'no-acknowledged-write-lost',
    'no-write-dropped',
    'replicas-converge',
    'raft-election-safety',
    'raft-leader-append-only',
    'raft-log-matching',
    'raft-leader-completeness',
    'raft-state-machine-safety',
    'one-value-per-slot',
    'atomic-commit',
    'sagas-end-whole',
  ],
  switches: SWITCHES,
  breaks: BREAKS,
  scenarios: SCENARIOS,
  estimates: ESTIMATES,
  charts: [
    { title: 'Longest in doubt: locked until somebody knows', series: ofServices('blockedFor') },
    {
      title: 'Phases of the orders under way',
      series: [
        { node: COORDINATOR, metric: 'voting', label: 'voting' },
        { node: COORDINATOR, metric: 'preCommitting', label: 'pre-committing' },
        { node: COORDINATOR, metric: 'finishing', label: 'telling' },
        { node: COORDINATOR, metric: 'sagas', label: 'sagas' },
      ],
    },
    {
      title: 'Orders',
      series: [
        { node: COORDINATOR, metric: 'committed', label: 'committed' },
        { node: COORDINATOR, metric: 'aborted', label: 'aborted' },
        { node: COORDINATOR, metric: 'compensated', label: 'compensated' },
      ],
    },
    { title: 'Keys locked', series: ofServices('locked') },
    { title: 'Replication lag', series: ofReplicas('lag') },
    { title: 'Times a region fell more than 5 s behind', series: ofReplicas('lagAlerts') },
    { title: 'Term, epoch or ballot', series: ofReplicas('epoch') },
    { title: 'Who leads', series: ofReplicas('leads') },
    { title: 'Conflicts', series: ofReplicas('conflicts') },
    { title: 'Stale reads', series: [{ node: 'checks', metric: 'staleShare', label: 'stale' }] },
    {
      title: 'Latency by region (p99)',
      series: REGIONS.map(({ id, title }) => ({ node: usersOf(id), metric: 'latency', label: title })),
    },
    { title: 'Updates lost', series: [{ node: 'checks', metric: 'lostUpdates', label: 'dropped' }] },
  ],
  map: Object.fromEntries(
    REGIONS.map(({ id, region }) => [
      region,
      [
        { node: usersOf(id), metric: 'latency', label: 'p99' },
        { node: id, metric: 'lag', label: 'lag' },
      ],
    ]),
  ),
  load: [
    'us-users.users',
    'eu-users.users',
    'ap-users.users',
    'us-users.readShare',
    'buyers.ratePerSecond',
    'buyers.keys',
  ],
  interview: [
    {
      ask: 'Why does two-phase commit block, and why can its participants not help themselves?',
      answer:
        'Between its yes and the outcome a participant has promised both: to commit if told, to abort if told. When all who are left have promised, the dead coordinator may have decided either way and told somebody who is dead too.',
    },
    {
      ask: 'What does the third phase buy, and what does it cost?',
      answer:
        'Nobody commits before everybody knows that all have voted yes, so the living can finish by what they know. It takes silence for death; when a cut makes silence, each side finishes by itself, one commits and the other aborts.',
    },
    {
      ask: 'R + W > N makes quorums overlap. Is that enough to be linearizable?',
      answer:
        'Only that some replica of the read has the write. A read that overlaps with a write may see the new value and a later read the old one, unless readers write back what they found. And a write must come later than all that was acknowledged: it asks a quorum what is there before it takes its timestamp, or a wrong clock hides it.',
    },
    {
      ask: 'Why may a Raft leader not commit an entry of an earlier term by counting replicas?',
      answer:
        'A majority may hold it and a candidate without it may still win, because its last entry has a later term. Only an entry of its own term, once a majority has it, keeps such candidates out.',
    },
    {
      ask: 'A saga’s payment step times out. Refund it?',
      answer:
        'Yes: it may have happened. The refund must be harmless if it did not, and must win if the charge arrives after it. The source refunds only steps that it knows to be done.',
    },
  ],
})
