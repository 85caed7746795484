import { ms, us, type Nanos } from '../../lib/units.ts'
import { choice, integer, number, toggle, type ValuesOf } from '../../schema/parameter.ts'
import { RULES_PARAM } from './raft-rules.ts'

const strategy = {
  mode: choice({
    title: 'Replication',
    doc: 'How writes spread, and what a write waits for. Flipping between async, semi-sync and sync, or between the quorums, changes what is waited for; flipping to another family begins a new, empty store.',
    options: {
      ['async']: 'log shipping, asynchronous',
      'semi-sync': 'log shipping, semi-synchronous',
      sync: 'log shipping, synchronous',
      'multi-leader': 'multi-leader',
      session: 'multi-leader, readers see what they have seen',
      quorum: 'quorum, W and R of N',
      raft: 'Raft, reads confirmed by the leader',
      sequential: 'Raft, reads from any replica',
      paxos: 'Paxos',
      'local-quorum': 'quorum, LOCAL_QUORUM',
      'each-quorum': 'quorum, EACH_QUORUM',
      causal: 'causal broadcast',
      crdt: 'conflict-free counters',
      eventual: 'eventual, conflicts settled as chosen',
    },
    default: 'semi-sync',
  }),
  rules: RULES_PARAM,
  conflicts: choice({
    title: 'Conflicts',
    doc: 'Eventual: what a key is, and what becomes of writes that knew nothing of each other.',
    options: {
      lww: 'registers: the later write stays',
      siblings: 'registers: both stay side by side',
      counter: 'counters: a write adds one',
      list: 'lists: a write appends',
      set: 'sets: a write takes the place of its user’s earlier one',
    },
    default: 'lww',
  }),
  writeQuorum: integer({
    title: 'W',
    doc: 'Quorum, W and R of N: how many replicas must have a write; more than there are counts as all.',
    default: 2,
    min: 1,
    max: 20,
    unit: 'replicas',
  }),
  readQuorum: integer({
    title: 'R',
    doc: 'Quorum, W and R of N: how many replicas a read asks; more than there are counts as all.',
    default: 2,
    min: 1,
    max: 20,
    unit: 'replicas',
  }),
  semiSyncRegions: integer({
    title: 'Other regions',
    doc: 'Semi-synchronous: how many other regions must hold a write, each in one replica, before it is acknowledged.',
    default: 1,
    max: 20,
    unit: 'regions',
  }),
  fencing: toggle({
    title: 'Fencing',
    doc: 'A leader needs the promise of a majority and a lease that it keeps renewing; old epochs are turned away. Off: silence alone promotes.',
    default: true,
  }),
  failover: toggle({
    title: 'Automatic failover',
    doc: 'Another replica takes over when the leader is silent. Off: only the first replica ever leads.',
    default: true,
  }),
  reads: choice({
    title: 'Reads',
    doc: 'Log shipping: whether a read may be answered by a follower, from what it has, or only by the leader.',
    options: { local: 'any replica', leader: 'the leader' },
    default: 'local',
  }),
  clocks: choice({
    title: 'Timestamps',
    doc: 'Multi-leader and quorums: by which of two writes the later one is known.',
    options: { hybrid: 'hybrid logical clock', wall: 'wall clock' },
    default: 'hybrid',
  }),
  delivery: choice({
    title: 'Delivery',
    doc: 'Causal broadcast: whether a write waits here for those that its writer had seen.',
    options: { causal: 'after its causes', arrival: 'as it arrives' },
    default: 'causal',
  }),
  repair: toggle({
    title: 'Repair',
    doc: 'Modes without a leader: what was lost on the way is sent again, kept as hints, compared from time to time. Off: every write is sent once.',
    default: true,
  }),
} as const

const times = {
  heartbeatMs: number({
    title: 'Heartbeat',
    doc: 'How often a leader is heard of when there is nothing to ship; half a lease at the most.',
    default: 100,
    min: 10,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
  leaseMs: number({
    title: 'Lease',
    doc: 'A leader that no majority has confirmed for this long takes no more writes.',
    default: 1_000,
    min: 50,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  electionMs: number({
    title: 'Patience',
    doc: 'A follower stands for election after one to two times this long without its leader; a quarter more than the lease at least.',
    default: 1_500,
    min: 50,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  shipMs: number({
    title: 'Shipping pause',
    doc: 'Modes in which no write waits for other regions gather writes for this long and ship them together.',
    default: 200,
    max: 60_000,
    unit: 'ms',
  }),
  writeTimeoutMs: number({
    title: 'Write timeout',
    doc: 'A write that too few replicas have confirmed by then is given up on; it may still happen.',
    default: 1_500,
    min: 10,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  sessionWaitMs: number({
    title: 'Session wait',
    doc: 'How long a request waits here for what its user has seen elsewhere.',
    default: 1_000,
    max: 600_000,
    unit: 'ms',
  }),
} as const

const machine = {
  fsyncMs: number({
    title: 'Flush',
    doc: 'How long it takes to make the log durable; what comes meanwhile is flushed together.',
    default: 1,
    max: 10_000,
    unit: 'ms',
    scale: 'log',
  }),
  applyMicros: number({
    title: 'Apply',
    doc: 'Work for each entry that is taken in.',
    default: 50,
    max: 1e6,
    unit: 'µs',
    scale: 'log',
  }),
  requestMicros: number({
    title: 'Request',
    doc: 'Work for each request of a client.',
    default: 200,
    max: 1e6,
    unit: 'µs',
    scale: 'log',
  }),
  workers: integer({
    title: 'Workers',
    doc: 'Requests worked on at once.',
    default: 4,
    min: 1,
    max: 1_000,
    unit: '',
  }),
  entryBytes: integer({
    title: 'Entry',
    doc: 'Bytes of one write on the wire and in the log.',
    default: 512,
    min: 1,
    max: 1e6,
    unit: 'bytes',
  }),
  retainEntries: integer({
    title: 'Log kept',
    doc: 'Entries kept for replicas that are behind; one further behind gets a snapshot.',
    default: 20_000,
    min: 10,
    max: 1e6,
    unit: 'entries',
  }),
  lagAlertMs: number({
    title: 'Lag alert',
    doc: 'A replica that falls further behind says so on the time line.',
    default: 5_000,
    min: 1,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  votes: toggle({
    title: 'Belongs to the group',
    doc: 'Raft: whether this replica votes. Off: it leaves the group by joint consensus; on again, it catches up first.',
    default: true,
  }),
} as const

export const REPLICA_PARAMS = { ...strategy, ...times, ...machine } as const
export type ReplicaParams = ValuesOf<typeof REPLICA_PARAMS>

/** Modes in which some write waits for another region, or that ship at once for another reason. */
const WAITING_MODES: ReadonlySet<ReplicaParams['mode']> = new Set([
  'semi-sync',
  'sync',
  'local-quorum',
  'each-quorum',
  'quorum',
])

/** The parameters' times as the protocols need them: whatever a person has set, a lease outlasts heartbeats and voters outlast leases. */
export function timings(params: ReplicaParams) {
  const leaseNanos = ms(params.leaseMs)
  return {
    leaseNanos,
    heartbeatNanos: Math.min(ms(params.heartbeatMs), Math.floor(leaseNanos / 2)),
    electionTimeoutNanos: Math.max(ms(params.electionMs), Math.ceil(leaseNanos * 1.25)),
    batchNanos: WAITING_MODES.has(params.mode) ? 0 : ms(params.shipMs),
    writeTimeoutNanos: ms(params.writeTimeoutMs),
  }
}

/** How long a flush takes that makes `bytes` of entries durable. */
export function flushNanos(params: ReplicaParams, bytes: number): Nanos {
  return ms(params.fsyncMs) + us((params.applyMicros * bytes) / params.entryBytes)
}

/** What keys are in the conflict-free family. */
export function objectsOf({ mode, conflicts }: Pick<ReplicaParams, 'mode' | 'conflicts'>) {
  return mode === 'crdt' || conflicts === 'lww' ? 'counter' : conflicts
}
