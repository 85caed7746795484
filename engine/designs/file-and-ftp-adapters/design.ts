import { defineDesign } from '../../schema/design.ts'
import { BREAKS } from './breaks.ts'
import { ESTIMATES } from './estimates.ts'
import { INTERVIEW } from './interview.ts'
import { SCENARIOS } from './scenarios.ts'
import { SWITCHES } from './switches.ts'

/** A partner stores files of orders on a server; an adapter fetches them, whatever their format, and loads them into a table. */
export const design = defineDesign({
  summary: 'Files from a partner become rows in a table, once each, whatever breaks on the way.',
  nodes: {
    partner: { kind: 'file-exporter', label: 'Partner', at: [0, 0] },
    server: { kind: 'file-server', label: 'File server', at: [1, 0] },
    adapter: { kind: 'file-adapter', label: 'File adapter', at: [2, 0] },
    table: { kind: 'row-table', label: 'Orders table', at: [3, 0] },
    scheduler: {
      kind: 'client',
      label: 'Scheduler',
      at: [2, 1],
      params: {
        ratePerSecond: 0.5,
        spacing: 'even',
        users: 1,
        readShare: 1,
        sizeBytes: 200,
        timeoutMs: 20_000,
        deadlineMs: 20_000,
        retries: 0,
      },
    },
    analysts: {
      kind: 'client',
      label: 'Analysts',
      at: [3, 1],
      params: {
        ratePerSecond: 1_200,
        users: 200,
        readShare: 1,
        timeoutMs: 1_000,
        deadlineMs: 1_000,
        retries: 0,
      },
    },
  },
  edges: [
    { from: 'partner', port: 'server', to: 'server', latencyMs: 20, bandwidthMbps: 1 },
    { from: 'adapter', port: 'server', to: 'server', latencyMs: 15, bandwidthMbps: 1 },
    { from: 'adapter', port: 'table', to: 'table' },
    { from: 'scheduler', port: 'out', to: 'adapter' },
    { from: 'analysts', port: 'out', to: 'table' },
  ],
  slos: {
    'jobs finish': { of: 'scheduler', availability: 0.9 },
    'analysts are fast': { of: 'analysts', quantile: 0.99, belowMs: 50 },
  },
  invariants: ['files-arrive-byte-exact', 'load-is-idempotent', 'rejected-rows-kept', 'rows-as-sent'],
  switches: SWITCHES,
  breaks: BREAKS,
  scenarios: SCENARIOS,
  estimates: ESTIMATES,
  charts: [
    {
      title: 'Rows read and written',
      series: [
        { node: 'adapter', metric: 'rows', label: 'read' },
        { node: 'table', metric: 'loaded', label: 'written' },
        { node: 'table', metric: 'replaced', label: 'replaced' },
      ],
    },
    { title: 'Memory of the job', series: [{ node: 'adapter', metric: 'memory' }] },
    {
      title: 'Bytes received',
      series: [
        { node: 'adapter', metric: 'received', label: 'all' },
        { node: 'adapter', metric: 'again', label: 'again' },
      ],
    },
    {
      title: 'Retries',
      series: [
        { node: 'adapter', metric: 'retried', label: 'adapter' },
        { node: 'partner', metric: 'retried', label: 'partner' },
      ],
    },
    {
      title: 'Rows rejected and transformed',
      series: [
        { node: 'adapter', metric: 'rejected', label: 'rejected' },
        { node: 'adapter', metric: 'mended', label: 'transformed' },
      ],
    },
    { title: 'Progress of the file', series: [{ node: 'adapter', metric: 'progress' }] },
    { title: 'Rows twice in the table', series: [{ node: 'checks', metric: 'duplicateRows' }] },
    { title: 'Open connections of the server', series: [{ node: 'server', metric: 'open' }] },
    { title: 'Files waiting for upload', series: [{ node: 'partner', metric: 'waiting' }] },
  ],
  load: [
    'partner.everySeconds',
    'partner.rows',
    'partner.malformedShare',
    'partner.encoding',
    'adapter.chunkRows',
    'adapter.memoryKb',
    'analysts.ratePerSecond',
  ],
  interview: INTERVIEW,
})
