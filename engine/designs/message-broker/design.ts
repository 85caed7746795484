import { defineDesign } from '../../schema/design.ts'
import { BREAKS } from './breaks.ts'
import { BROKERS, CONSUMERS, PARTITIONS, PRODUCERS, SCALE, edges, nodes } from './cluster.ts'
import { ESTIMATES } from './estimates.ts'
import { SCENARIOS } from './scenarios.ts'
import { SWITCHES } from './switches.ts'

const ofAll = (ids: readonly string[], metric: string) =>
  ids.map((node) => ({ node, metric, label: node.replace('-', ' ') }))

/** Twelve partitions on three brokers, two producers, a group of three consumers. */
export const design = defineDesign({
  summary:
    'A log that many write and many read: nothing acknowledged is lost, and everybody knows how far he is.',
  requestsPerSimulated: SCALE,
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
    'group-gets-on',
    'one-owner-per-generation',
  ],
  switches: SWITCHES,
  breaks: BREAKS,
  scenarios: SCENARIOS,
  estimates: ESTIMATES,
  charts: [
    {
      title: 'Lag of each partition',
      series: Array.from({ length: PARTITIONS }, (_, partition) => ({
        node: 'checks',
        metric: `lag${partition}`,
        label: `partition ${partition}`,
      })),
    },
    { title: 'Lag of each consumer', series: ofAll(CONSUMERS, 'lag') },
    { title: 'Smallest in-sync set, of the partitions it leads', series: ofAll(BROKERS, 'inSync') },
    { title: 'High watermark, sum over the partitions it leads', series: ofAll(BROKERS, 'highWatermark') },
    { title: 'Written and not yet replicated', series: ofAll(BROKERS, 'unreplicated') },
    { title: 'Until replicated (p99)', series: ofAll(BROKERS, 'replication') },
    { title: 'Partitions led', series: ofAll(BROKERS, 'leads') },
    {
      title: 'Duplicates',
      series: [
        { node: 'checks', metric: 'doubledRecords', label: 'reads of records that stand twice' },
        { node: 'checks', metric: 'processedAgain', label: 'records processed more than once' },
      ],
    },
    { title: 'Duplicates recognised', series: ofAll(BROKERS, 'duplicates') },
    { title: 'Rebalance pause (p99)', series: ofAll(CONSUMERS, 'pause') },
    { title: 'Rebalances', series: ofAll(CONSUMERS, 'rebalances') },
    { title: 'Partitions taken over', series: ofAll(CONSUMERS, 'takenOver') },
    { title: 'Age of records when processed (p99)', series: ofAll(CONSUMERS, 'age') },
    { title: 'Batches sent again', series: ofAll(PRODUCERS, 'retries') },
    { title: 'Acknowledged records lost', series: [{ node: 'checks', metric: 'lostRecords' }] },
  ],
  load: ['shop.ratePerSecond', 'shop.keySkew', 'shop.sizeBytes', 'shop.pattern', 'producer-1.lingerMs'],
  interview: [
    {
      ask: 'Why is “all in sync” not the same as “all copies”, and why does it need a least number?',
      answer:
        'A follower that lags is taken off the list, so that it does not hold everybody up. Without a least number the list may shrink to the leader alone, and “all” then means one copy.',
    },
    {
      ask: 'What may a reader see of what a leader has, and why not all of it?',
      answer:
        'What lies below the high watermark: what all in sync have. Anything above may be gone when somebody else leads, and a reader cannot forget it.',
    },
    {
      ask: 'Why must a follower not cut its log at its own high watermark when it restarts?',
      answer:
        'It learns of the high watermark one fetch late. What lies between is acknowledged already; if the leader dies before it is fetched again, the follower leads without it. Leader epochs say exactly where two logs part.',
    },
    {
      ask: 'A producer sends a batch again because the answer was lost. What lets the broker recognise it, and what happens when another broker leads by then?',
      answer:
        'Its producer id, epoch and first sequence number. They stand in the batch itself, so every follower has them, and whoever leads next recognises it too.',
    },
    {
      ask: 'What makes a producer that wakes after its transaction was aborted harmless?',
      answer:
        'The coordinator has raised its epoch, and the abort markers carry the new one to every partition: whatever comes with the old one is refused there and at the coordinator.',
    },
    {
      ask: 'Why can a group not have both, no record twice and no record never, by choosing when it commits?',
      answer:
        'Between doing the work and writing down that it is done lies an instant at which a member may die. One order repeats, the other forgets; only when both are one atomic write is the choice gone.',
    },
    {
      ask: 'What does cooperative rebalancing save, and what does it cost?',
      answer:
        'Members go on reading what they keep; only what moves stands still. It takes a second round, because a partition is free only when its owner has said so.',
    },
  ],
})
