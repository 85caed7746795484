import { defineDesign } from '../../schema/design.ts'
import { BREAKS } from './breaks.ts'
import { ESTIMATES } from './estimates.ts'
import { INTERVIEW } from './interview.ts'
import { FLEETS, SERVERS } from './places.ts'
import { SCENARIOS } from './scenarios.ts'
import { SWITCHES } from './switches.ts'

const AT: Record<string, [number, number]> = {
  s1: [2, 1],
  s2: [2.9, 0],
  s3: [3.9, 0.5],
  s4: [3.9, 1.5],
  s5: [2.9, 2],
}
/** Thirty commands a second: a snapshot every three seconds, and who was away for longer than that needs one. */
const SNAPSHOTS = { snapshotEntries: 100, retainEntries: 30 }
const SERVER = {
  electionMs: 300,
  standSpreadPercent: 50,
  keepRevisions: 100,
  compactSeconds: 2,
  ...SNAPSHOTS,
}
const CLIENT = { deadlineMs: 2_000, timeoutMs: 300, retries: 6, backoffBaseMs: 50, backoffCapMs: 200 }
const ofServers = (metric: string) => SERVERS.map((node, i) => ({ node, metric, label: `server ${i + 1}` }))
const ofFleets = (metric: string) => FLEETS.map((node) => ({ node, metric, label: node }))
const toAll = (from: string, port: string) => SERVERS.map((to) => ({ from, port, to, latencyMs: 1 }))

/** Five servers that keep one map by Raft, and what lives on it: settings, a feature's rollout, locks, thousands of watchers. */
export const design = defineDesign({
  summary: 'Five servers agree on every revision, three thousand programs see each of them once.',
  nodes: {
    apps: {
      kind: 'client',
      label: 'Programs',
      at: [0, 0.4],
      params: {
        ...CLIENT,
        operations: 'configuration',
        ratePerSecond: 80,
        readShare: 0.7,
        keys: 12,
        popularity: 'zipf',
        users: 200,
      },
    },
    rollout: {
      kind: 'client',
      label: 'Rollout',
      at: [0, 1.4],
      params: { ...CLIENT, operations: 'flag-rollout', ratePerSecond: 0.7, spacing: 'even', users: 1 },
    },
    ...Object.fromEntries(
      SERVERS.map((id, i) => [
        id,
        {
          kind: 'config-store',
          label: `Server ${i + 1}`,
          at: AT[id],
          params: { ...SERVER, standDelayMs: i === 0 ? 0 : 150 },
        },
      ]),
    ),
    web: { kind: 'config-watcher', label: 'Web fleet', at: [5.4, 0.4], params: { watchers: 2_000 } },
    api: { kind: 'config-watcher', label: 'Interface fleet', at: [5.4, 1.4], params: { watchers: 1_000 } },
    batch: { kind: 'lease-worker', label: 'Batch workers', at: [1.2, 3], params: { workers: 2 } },
    standby: {
      kind: 'lease-worker',
      label: 'Standby workers',
      at: [2.4, 3],
      params: { workers: 1, beginsSeconds: 2 },
    },
    ledger: { kind: 'guarded-resource', label: 'Ledger', at: [1.8, 4] },
  },
  edges: [
    ...toAll('apps', 'out'),
    ...toAll('rollout', 'out'),
    ...SERVERS.flatMap((from, i) =>
      SERVERS.slice(i + 1).map((to) => ({ from, port: 'peers', to, latencyMs: 0.5 })),
    ),
    ...FLEETS.flatMap((from) => toAll(from, 'servers')),
    ...['batch', 'standby'].flatMap((from) => [
      ...toAll(from, 'servers'),
      { from, port: 'resource', to: 'ledger', latencyMs: 1 },
    ]),
  ],
  slos: {
    'programs are served': { of: 'apps', availability: 0.99 },
    'programs are fast': { of: 'apps', quantile: 0.95, belowMs: 20 },
  },
  invariants: [
    'configuration-is-linearizable',
    'watchers-miss-nothing',
    'one-lease-holder',
    'raft-election-safety',
    'raft-leader-append-only',
    'raft-log-matching',
    'raft-leader-completeness',
    'raft-state-machine-safety',
    'raft-term-and-vote-kept',
  ],
  switches: SWITCHES,
  breaks: BREAKS,
  scenarios: SCENARIOS,
  estimates: ESTIMATES,
  charts: [
    { title: 'Term', series: ofServers('term') },
    { title: 'Who leads which term', series: ofServers('leads') },
    { title: 'Commit index', series: ofServers('commitIndex') },
    { title: 'Behind the leader', series: ofServers('behind') },
    { title: 'Delay until watchers see a change (p99)', series: ofFleets('watchDelay') },
    { title: 'Programs that have the feature on', series: ofFleets('featureOn') },
    { title: 'Until the next lease ends', series: ofServers('nextLeaseEnd') },
    { title: 'Time without a leader before each election', series: ofServers('electionTime') },
    { title: 'Time until a command is committed (p99)', series: ofServers('commitTime') },
    { title: 'Snapshots taken', series: ofServers('snapshots') },
    { title: 'Snapshots received', series: ofServers('installs') },
    { title: 'Leader’s lease for reads', series: ofServers('leaseLeft') },
    { title: 'Watchers told that revisions are compacted', series: ofFleets('toldCompacted') },
    {
      title: 'Writes to the ledger',
      series: [
        { node: 'ledger', metric: 'accepted', label: 'accepted' },
        { node: 'ledger', metric: 'stale', label: 'turned away' },
      ],
    },
  ],
  load: [
    'apps.ratePerSecond',
    'apps.readShare',
    'apps.keys',
    'apps.keySkew',
    'rollout.ratePerSecond',
    'web.watchers',
  ],
  interview: INTERVIEW,
})
