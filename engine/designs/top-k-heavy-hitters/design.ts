import { defineDesign } from '../../schema/design.ts'
import { BREAKS } from './breaks.ts'
import { ESTIMATES } from './estimates.ts'
import { INTERVIEW } from './interview.ts'
import { SCENARIOS } from './scenarios.ts'
import { SWITCHES } from './switches.ts'

const MAPPERS = ['mapper-1', 'mapper-2', 'mapper-3', 'mapper-4']
const REGIONS = ['Lisbon', 'Lagos', 'Lima', 'Lahore']

/** Events of four regions, counted by four mappers in sketches that a reducer merges into the top 100 of the last five minutes. */
export const design = defineDesign({
  summary: 'The hundred most frequent of millions, from counters that fit in a cache, and never too low.',
  requestsPerSimulated: 40,
  nodes: {
    events: {
      kind: 'event-stream',
      label: 'Event stream',
      at: [0, 1.5],
      params: { ratePerSecond: 32_000 },
    },
    ...Object.fromEntries(
      MAPPERS.map((id, row) => [
        id,
        { kind: 'stream-mapper', label: `Mapper ${REGIONS[row]}`, at: [1, row] as [number, number] },
      ]),
    ),
    reducer: { kind: 'top-k-reducer', label: 'Reducer', at: [2, 1.5] },
    dashboards: {
      kind: 'client',
      label: 'Dashboards',
      at: [3, 1.5],
      params: {
        ratePerSecond: 60,
        readShare: 1,
        users: 500,
        sizeBytes: 1_200,
        timeoutMs: 1_000,
        deadlineMs: 1_000,
      },
    },
  },
  edges: [
    ...MAPPERS.flatMap((id) => [
      { from: 'events', port: 'mappers', to: id },
      { from: id, port: 'reducer', to: 'reducer' },
    ]),
    { from: 'dashboards', port: 'out', to: 'reducer' },
  ],
  slos: {
    'dashboards are fast': { of: 'dashboards', quantile: 0.99, belowMs: 100 },
    'dashboards are served': { of: 'dashboards', availability: 0.99 },
  },
  invariants: [
    'top-k-recall',
    'count-min-bound',
    'space-saving-bound',
    'lossy-counting-no-misses',
    'every-event-counted',
  ],
  switches: SWITCHES,
  breaks: BREAKS,
  scenarios: SCENARIOS,
  estimates: ESTIMATES,
  charts: [
    {
      title: 'Recall and precision against exact counts',
      series: [
        { node: 'checks', metric: 'recall', label: 'recall' },
        { node: 'checks', metric: 'precision', label: 'precision' },
      ],
    },
    {
      title: 'Error of the list and what is promised',
      series: [
        { node: 'checks', metric: 'worstError', label: 'largest error' },
        { node: 'checks', metric: 'errorBound', label: 'bound' },
      ],
    },
    {
      title: 'Events counted',
      series: [
        { node: 'events', metric: 'events', label: 'stream' },
        ...MAPPERS.map((node) => ({ node, metric: 'counted', label: node })),
      ],
    },
    {
      title: 'Memory of the sketches',
      series: [
        ...MAPPERS.map((node) => ({ node, metric: 'memory', label: node })),
        { node: 'reducer', metric: 'memory', label: 'merged' },
      ],
    },
    { title: 'Behind the stream', series: MAPPERS.map((node) => ({ node, metric: 'lag', label: node })) },
    { title: 'Age of events when counted, p99', series: [{ node: 'reducer', metric: 'eventAge' }] },
    { title: 'Age of the list', series: [{ node: 'reducer', metric: 'staleness' }] },
    { title: 'Different items in the window', series: [{ node: 'reducer', metric: 'distinct' }] },
    { title: 'New in the list', series: [{ node: 'reducer', metric: 'newcomers' }] },
    { title: 'Kept until safe', series: [{ node: 'events', metric: 'kept' }] },
    {
      title: 'Counted again after a crash',
      series: MAPPERS.map((node) => ({ node, metric: 'again', label: node })),
    },
  ],
  load: [
    'events.ratePerSecond',
    'events.keySkew',
    'events.localShare',
    'events.bandShare',
    'events.tailShare',
    'dashboards.ratePerSecond',
  ],
  interview: INTERVIEW,
})
