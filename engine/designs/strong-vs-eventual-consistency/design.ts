import { defineDesign } from '../../schema/design.ts'
import { BREAKS } from './breaks.ts'
import { ESTIMATES } from './estimates.ts'
import { SCENARIOS } from './scenarios.ts'
import { FEW, KEYS, MANY, READ_SHARE, REPLICAS, SHIP_MS, SIDE_USERS, THINK_MS } from './sides.ts'
import { SWITCHES } from './switches.ts'

const ofReplicas = (metric: string) => REPLICAS.map((node) => ({ node, metric, label: node }))
const ofUsers = (metric: string) => [
  { node: 'a-users', metric, label: 'Virginia' },
  { node: 'b-users', metric, label: 'Ireland' },
]

const USERS = {
  loop: 'closed',
  users: SIDE_USERS,
  thinkMs: THINK_MS,
  readShare: READ_SHARE,
  keys: KEYS,
  keySkew: 0.7,
  sizeBytes: 256,
  deadlineMs: 2_000,
  timeoutMs: 2_200,
  retries: 0,
} as const

/** Elections are quick: the distances here are short. */
const REPLICA = { mode: 'raft', heartbeatMs: 100, leaseMs: 600, electionMs: 800, shipMs: SHIP_MS } as const

/** One value in three places, five models of what readers may see; and a bank, three levels of what transfers may see. */
export const design = defineDesign({
  summary: 'What may a reader see, what does it cost, and what is left of it when the network is cut?',
  nodes: {
    'a-users': { kind: 'client', label: 'Users, Virginia', at: [0, 0.4], params: { ...USERS } },
    'b-users': {
      kind: 'client',
      label: 'Users, Ireland',
      at: [0, 1.9],
      params: { ...USERS, firstUser: 100 },
    },
    'a-router': { kind: 'region-router', label: 'Virginia', at: [1.15, 0.4], params: { spread: 'turn' } },
    'b-router': { kind: 'region-router', label: 'Ireland', at: [1.15, 1.9], params: { spread: 'turn' } },
    'a-1': {
      kind: 'replica',
      label: 'Virginia 1',
      region: 'us-east',
      at: [2.5, -0.15],
      params: { ...REPLICA },
    },
    'a-2': {
      kind: 'replica',
      label: 'Virginia 2',
      region: 'us-east',
      at: [2.5, 0.95],
      params: { ...REPLICA },
    },
    'b-1': {
      kind: 'replica',
      label: 'Ireland 1',
      region: 'eu-west',
      at: [2.5, 2.05],
      params: { ...REPLICA },
    },
    payers: {
      kind: 'client',
      label: 'Payers',
      at: [0, 3.4],
      params: {
        operations: 'account-transfers',
        loop: 'closed',
        users: 10,
        firstUser: 1_000,
        thinkMs: 150,
        keys: 40,
        keySkew: 0.3,
        deadlineMs: 3_000,
        timeoutMs: 5_000,
        retries: 0,
      },
    },
    bank: { kind: 'transfer-service', label: 'Bank', at: [1.15, 3.4] },
    ledger: {
      kind: 'transactional-database',
      label: 'Accounts',
      at: [2.5, 3.4],
      params: { schema: 'accounts', accounts: 40 },
    },
  },
  edges: [
    { from: 'a-users', port: 'out', to: 'a-router', latencyMs: 2 },
    { from: 'b-users', port: 'out', to: 'b-router', latencyMs: 2 },
    ...MANY.map((to) => ({ from: 'a-router', port: 'replicas', to, latencyMs: 1 })),
    ...FEW.map((to) => ({ from: 'b-router', port: 'replicas', to, latencyMs: 1 })),
    { from: 'a-router', port: 'routers', to: 'b-router', latencyMs: 35 },
    { from: 'b-router', port: 'routers', to: 'a-router', latencyMs: 35 },
    { from: 'a-1', port: 'peers', to: 'a-2' },
    { from: 'a-1', port: 'peers', to: 'b-1' },
    { from: 'a-2', port: 'peers', to: 'b-1' },
    { from: 'payers', port: 'out', to: 'bank', latencyMs: 2 },
    { from: 'bank', port: 'database', to: 'ledger', latencyMs: 0.5 },
  ],
  slos: {
    'Virginia is served': { of: 'a-users', availability: 0.95 },
    'Ireland is served': { of: 'b-users', availability: 0.95 },
    'Ireland is fast': { of: 'b-users', quantile: 0.95, belowMs: 50 },
    'payers are served': { of: 'payers', availability: 0.95 },
  },
  invariants: [
    'linearizable',
    'sequentially-consistent',
    'causally-consistent',
    'reads-own-writes',
    'reads-never-go-back',
    'writes-keep-their-order',
    'writes-follow-reads',
    'no-write-dropped',
    'replicas-converge',
    'money-is-conserved',
  ],
  switches: SWITCHES,
  breaks: BREAKS,
  scenarios: SCENARIOS,
  estimates: ESTIMATES,
  charts: [
    { title: 'Consistency: stale reads', series: [{ node: 'checks', metric: 'staleShare', label: 'stale' }] },
    { title: 'Availability: answered, on each side', series: ofUsers('success') },
    { title: 'Latency on each side (p99)', series: ofUsers('latency') },
    { title: 'Oldest stale read', series: [{ node: 'checks', metric: 'staleAge', label: 'age' }] },
    { title: 'Replication lag', series: ofReplicas('lag') },
    {
      title: 'Updates lost, siblings met',
      series: [{ node: 'checks', metric: 'lostUpdates', label: 'lost' }, ...ofReplicas('siblings')],
    },
    { title: 'Wait for what a user has seen (p99)', series: ofReplicas('sessionWait') },
    { title: 'Money missing', series: [{ node: 'checks', metric: 'missing', label: 'missing' }] },
    {
      title: 'Transfers',
      series: [
        { node: 'bank', metric: 'transferred', label: 'moved' },
        { node: 'bank', metric: 'retried', label: 'begun anew' },
      ],
    },
  ],
  load: [
    'a-users.users',
    'b-users.users',
    'a-users.readShare',
    'a-users.keySkew',
    'payers.users',
    'payers.keySkew',
  ],
  interview: [
    {
      ask: 'What does linearizability promise that sequential consistency does not?',
      answer:
        'That real time counts: a read that begins after a write was acknowledged returns it. Sequential consistency only promises one order for all that keeps everybody’s own; who telephones can find out that a read was old.',
    },
    {
      ask: 'The network is cut. Which choice does the CAP theorem leave to the smaller side?',
      answer:
        'To answer from what it has, which may be old and may conflict with what the other side does; or not to answer. Nothing is left to choose while the network works: then it is latency against freshness.',
    },
    {
      ask: 'A user changes his photo and sees the old one on the next page. What is the least that repairs this?',
      answer:
        'Read-your-writes: his session carries how far he has written, and a replica that has not got so far makes him wait or passes him on. Nobody else has to wait for anything.',
    },
    {
      ask: 'Why does a transaction at read committed lose money in the source’s transfer?',
      answer:
        'It reads balances without locking and writes back numbers worked out from them. Two such transfers on one account read the same balance; the second overwrites the first. Adding in the database, locking the rows, or a level that detects the conflict repairs it.',
    },
    {
      ask: 'Last writer wins, siblings or a conflict-free type?',
      answer:
        'Last writer wins where losing one of two concurrent writes is fine. Siblings where a person or program can merge. A conflict-free type where the merge is the meaning: counters, sets, texts.',
    },
  ],
})
