import type { Estimate } from '../../schema/design.ts'

/** Figures of the entry and of this run, with what follows from them. */
export const ESTIMATES: Record<string, Estimate> = {
  servers: { title: 'Servers', unit: 'servers', value: 5, source: 'the entry' },
  failures: {
    title: 'Failures borne',
    unit: 'servers',
    value: { formula: '(servers - 1) / 2' },
  },
  requests: { title: 'Requests of programs', unit: 'requests/s', value: 80, source: 'this run' },
  readShare: { title: 'Share of reads', unit: '', value: 0.7, source: 'this run' },
  writes: { title: 'Changes', unit: 'changes/s', value: { formula: 'requests * (1 - readShare)' } },
  watchers: { title: 'Watchers', unit: 'watchers', value: 3_000, source: 'the entry: thousands' },
  deliveries: {
    title: 'Changes delivered',
    unit: 'deliveries/s',
    value: { formula: 'writes * watchers' },
  },
  connections: {
    title: 'Connections of watchers, two fleets to every server',
    unit: 'connections',
    value: { formula: '2 * servers' },
  },
  watchMessages: {
    title: 'Messages with them, a change once a connection',
    unit: 'messages/s',
    value: { formula: 'writes * connections' },
  },
  linkMs: { title: 'Between two servers, one way', unit: 'ms', value: 0.5, source: 'one data centre' },
  flushMs: { title: 'A flush', unit: 'ms', value: 1, source: 'a solid-state disk' },
  commitMs: {
    title: 'Until a change is committed',
    unit: 'ms',
    value: { formula: '2 * linkMs + flushMs' },
    source: 'the leader sends while it writes: the slower of the two paths counts',
  },
  readMs: {
    title: 'A read at a follower: to the leader, its round, and back',
    unit: 'ms',
    value: { formula: '4 * linkMs' },
  },
  patienceMs: { title: 'Patience', unit: 'ms', value: 300, source: 'Raft’s paper, section 9.3: 150–300 ms' },
  drift: {
    title: 'Drift that leases allow for',
    unit: '',
    value: 0.1,
    source: 'this run; quartz is within 0.0001',
  },
  leaseMs: {
    title: 'Longest safe lease for reads',
    unit: 'ms',
    value: { formula: 'patienceMs * (1 - drift) / (1 + drift)' },
  },
  trustedMs: {
    title: 'Overlap when clocks are trusted',
    unit: 'ms',
    value: { formula: 'patienceMs / (1 - drift) - patienceMs / (1 + drift)' },
  },
  ttlSeconds: { title: 'Lease of a lock', unit: 's', value: 10, source: 'the entry' },
  stolenSeconds: {
    title: 'Longest time without a holder after a leader’s crash',
    unit: 's',
    value: { formula: 'ttlSeconds + patienceMs * 1.5 / 1000 + ttlSeconds' },
    source: 'the holder dies just after a renewal, and a new leader gives its lease the whole time again',
  },
  keptRevisions: { title: 'Revisions kept', unit: 'revisions', value: 100, source: 'this run' },
  awaySeconds: {
    title: 'A watcher may be away for',
    unit: 's',
    value: { formula: 'keptRevisions / writes' },
  },
}
