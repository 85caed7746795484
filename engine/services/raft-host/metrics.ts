import { counter, gauge, sample } from '../../measure/metric.ts'

/** What every kind that keeps its state by Raft measures; kinds spread it into their own. */
export const RAFT_METRICS = {
  term: gauge('Term', ''),
  leads: gauge('Term led', ''),
  commitIndex: gauge('Committed', 'entries'),
  appliedIndex: gauge('Applied', 'entries'),
  logLength: gauge('Log kept', 'entries'),
  behind: gauge('Behind the leader', 'entries'),
  leaseLeft: gauge('Lease left', 'ns'),
  committed: counter('Commands committed', 'commands'),
  elections: counter('Elections won', 'elections'),
  campaigns: counter('Campaigns', 'campaigns'),
  snapshots: counter('Snapshots taken', 'snapshots'),
  installs: counter('Snapshots received', 'snapshots'),
  sent: counter('Sent to other servers', 'bytes'),
  electionTime: sample('Time without a leader until this server led', 'ns'),
  commitTime: sample('Time until a command is committed', 'ns'),
} as const
