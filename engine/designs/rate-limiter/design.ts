import { defineDesign } from '../../schema/design.ts'
import { SWITCHES } from './switches.ts'
import { EDGE_BURSTS, SCENARIOS } from './scenarios.ts'
import { ESTIMATES } from './estimates.ts'

const CLIENT = { keys: 1_000, readShare: 1, deadlineMs: 500, timeoutMs: 1_000, retries: 0 }

/** Three groups of ordinary clients and one abuser in front of three servers that share their counters. */
export const design = defineDesign({
  summary: 'One client sends forty times its share; the others must not notice.',
  nodes: {
    users: {
      kind: 'client',
      label: 'Users',
      at: [0, 0],
      params: { ...CLIENT, ratePerSecond: 40, users: 40, firstUser: 0 },
    },
    partners: {
      kind: 'client',
      label: 'Partners',
      at: [0, 1],
      params: { ...CLIENT, ratePerSecond: 20, users: 10, firstUser: 1_000 },
    },
    enterprise: {
      kind: 'client',
      label: 'Enterprise',
      at: [0, 2],
      params: { ...CLIENT, ratePerSecond: 20, users: 5, firstUser: 2_000 },
    },
    abuser: {
      kind: 'client',
      label: 'Abuser',
      at: [0, 3],
      params: { ...CLIENT, ratePerSecond: 400, users: 1, firstUser: 500, obeyRetryAfter: false },
    },
    balancer: { kind: 'load-balancer', label: 'Load balancer', at: [1, 1.5] },
    'api-1': { kind: 'rate-limiter', label: 'API server 1', at: [2, 0.5], params: {} },
    'api-2': { kind: 'rate-limiter', label: 'API server 2', at: [2, 1.5], params: {} },
    'api-3': { kind: 'rate-limiter', label: 'API server 3', at: [2, 2.5], params: {} },
    store: { kind: 'limiter-store', label: 'Counters', at: [3, 0.5] },
    backend: {
      kind: 'service',
      label: 'Backend',
      at: [3, 2],
      params: { workers: 8, serviceMs: 25, queueLimit: 400 },
    },
  },
  edges: [
    ...['users', 'partners', 'enterprise', 'abuser'].map((from) => ({ from, port: 'out', to: 'balancer' })),
    ...['api-1', 'api-2', 'api-3'].flatMap((id) => [
      { from: 'balancer', port: 'backends', to: id },
      { from: id, port: 'next', to: 'backend' },
      { from: id, port: 'store', to: 'store' },
    ]),
  ],
  slos: {
    'users are fast': { of: 'users', quantile: 0.99, belowMs: 200 },
    'users are served': { of: 'users', availability: 0.99 },
    'partners are served': { of: 'partners', availability: 0.99 },
  },
  invariants: ['burst-and-rate', 'any-window-limit', 'charged-once-admitted', 'fair-share'],
  switches: SWITCHES,
  breaks: {
    'store down': {
      title: 'Stop the counters',
      doc: 'The store does not answer: fail open or fail closed?',
      actions: [{ do: 'inject', fault: 'pause', id: 'store-down', on: { node: 'store' } }],
    },
    'clock skew': {
      title: 'Skew a server’s clock',
      doc: 'API server 2 is five seconds ahead.',
      actions: [
        { do: 'inject', fault: 'clock-skew', id: 'skew', on: { node: 'api-2' }, params: { offsetMs: 5_000 } },
      ],
    },
    'read then write': {
      title: 'Make the counter non-atomic',
      doc: 'Servers read the counter, decide and write it back.',
      actions: [{ do: 'switch', name: 'placement', to: 'read-write' }],
    },
    'edge burst': {
      title: 'Burst at the window’s edge',
      doc: 'Fixed windows, and a client that sends around each edge.',
      actions: [{ do: 'switch', name: 'algorithm', to: 'fixed-window' }, ...EDGE_BURSTS],
    },
    'more abuse': {
      title: 'Double the abuse',
      doc: 'The abuser sends 800 requests a second.',
      actions: [{ do: 'set', node: 'abuser', param: 'ratePerSecond', value: 800 }],
    },
  },
  scenarios: SCENARIOS,
  estimates: ESTIMATES,
  charts: [
    {
      title: 'Admitted and rejected',
      series: ['api-1', 'api-2', 'api-3'].flatMap((node) => [
        { node, metric: 'admitted', label: `${node} admitted` },
        { node, metric: 'rejected', label: `${node} rejected` },
      ]),
    },
    { title: 'Worst window, share of the limit', series: [{ node: 'checks', metric: 'worstWindow' }] },
    { title: 'Fairness between clients', series: [{ node: 'checks', metric: 'fairness' }] },
    {
      title: 'Decision latency (p99)',
      series: ['api-1', 'api-2', 'api-3'].map((node) => ({ node, metric: 'decisionTime', label: node })),
    },
    { title: 'Memory of the counters', series: [{ node: 'store', metric: 'bytes' }] },
  ],
  load: [
    'users.ratePerSecond',
    'abuser.ratePerSecond',
    'abuser.obeyRetryAfter',
    'users.retries',
    'users.pattern',
  ],
  interview: [
    {
      ask: 'Why is a fixed window allowed to admit twice its limit?',
      answer:
        'Nothing relates the end of one window to the start of the next: a burst on either side of the edge lies within one window’s length.',
    },
    {
      ask: 'Why decide in the store rather than read, decide and write?',
      answer:
        'Two servers that read the same count both admit, and the second write overwrites the first: a lost update.',
    },
    {
      ask: 'What does a lease of tokens trade?',
      answer:
        'Round trips for precision: what is on lease elsewhere may be spent too, so the promise holds up to the leased tokens.',
    },
    {
      ask: 'Fail open or fail closed?',
      answer:
        'Closed when the limit protects correctness or money; open when it protects fairness and the backend can stand the load.',
    },
  ],
})
