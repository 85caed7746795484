/** How a request can end badly. */
export interface FailureKind {
  title: string
  /** True: it certainly did not happen. False: it may have happened, so a retry may do it twice. */
  definite: boolean
  /** Turned away on purpose (a transaction that must give way to another is), or broken. */
  outcome: 'rejected' | 'failed'
  /** The same request would end the same way again: a retry is pointless. */
  final?: true
}

export const FAILURES = {
  timeout: { title: 'timed out', definite: false, outcome: 'failed' },
  unavailable: { title: 'connection refused', definite: true, outcome: 'failed' },
  'connection-lost': { title: 'connection lost', definite: false, outcome: 'failed' },
  'not-connected': { title: 'not connected', definite: true, outcome: 'failed', final: true },
  'call-circle': { title: 'came round in a circle', definite: true, outcome: 'failed', final: true },
  'queue-full': { title: 'queue full', definite: true, outcome: 'rejected' },
  'deadline-exceeded': { title: 'too late to start', definite: true, outcome: 'rejected' },
  cancelled: { title: 'cancelled', definite: false, outcome: 'failed' },
  'rate-limited': { title: 'rate limited', definite: true, outcome: 'rejected' },
  'circuit-open': { title: 'circuit open', definite: true, outcome: 'rejected' },
  'limiter-down': { title: 'limiter store down', definite: true, outcome: 'rejected' },
  'origin-down': { title: 'origin unreachable', definite: true, outcome: 'failed' },
  'origin-lost': { title: 'no answer from the origin', definite: false, outcome: 'failed' },
  'lock-busy': { title: 'lock busy', definite: true, outcome: 'rejected' },
  'serialization-failure': { title: 'serialization failure', definite: true, outcome: 'rejected' },
  deadlock: { title: 'deadlock victim', definite: true, outcome: 'rejected' },
  'transaction-aborted': { title: 'transaction aborted', definite: true, outcome: 'failed' },
  'transaction-ended': { title: 'transaction ended', definite: true, outcome: 'failed' },
  'voted-down': { title: 'a participant voted no', definite: true, outcome: 'rejected' },
  'constraint-violation': { title: 'constraint violated', definite: true, outcome: 'failed', final: true },
  'version-conflict': { title: 'version conflict', definite: true, outcome: 'rejected' },
  'payment-declined': { title: 'payment declined', definite: true, outcome: 'rejected', final: true },
  'hold-expired': { title: 'paid too late', definite: true, outcome: 'failed', final: true },
  'not-understood': { title: 'not understood', definite: true, outcome: 'failed', final: true },
  'wrong-shard': { title: 'asked the wrong shard', definite: true, outcome: 'failed' },
  resharding: { title: 'row is being moved', definite: true, outcome: 'rejected' },
  'step-refused': { title: 'step refused', definite: true, outcome: 'rejected', final: true },
  'saga-undone': { title: 'transfer undone', definite: true, outcome: 'rejected', final: true },
  'not-leader': { title: 'not the leader', definite: true, outcome: 'failed' },
  'replicas-unreachable': { title: 'too few replicas in reach', definite: true, outcome: 'failed' },
  'transfer-failed': { title: 'transfer failed', definite: false, outcome: 'failed' },
  'out-of-memory': { title: 'out of memory', definite: false, outcome: 'failed' },
  'behind-session': { title: 'replica behind its user', definite: true, outcome: 'failed' },
  'no-quorum': { title: 'not enough replicas', definite: false, outcome: 'failed' },
  'stale-token': { title: 'fenced: token too old', definite: true, outcome: 'failed', final: true },
} as const satisfies Record<string, FailureKind>

export type Failure = keyof typeof FAILURES
