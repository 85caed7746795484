import type { Switch } from '../../schema/design.ts'

type Mode = 'raft' | 'sequential' | 'causal' | 'session' | 'eventual'
const mode = (name: Mode, sessions: boolean) => ({
  'kind:replica': { mode: name },
  'kind:region-router': { sessions },
})

/** What readers may see, what becomes of conflicts, and what transfers may see of each other. */
export const SWITCHES: Record<string, Switch> = {
  mode: {
    title: 'Consistency',
    doc: 'What a read may return. Flipping begins a new, empty store, but for the two that share a log.',
    default: 'linearizable',
    options: {
      linearizable: { title: 'Linearizable (Raft)', set: mode('raft', false) },
      sequential: {
        title: 'Sequential (one log, reads at home)',
        set: mode('sequential', true),
        naive: 'A read may return what was replaced before it began.',
      },
      causal: {
        title: 'Causal',
        set: mode('causal', true),
        naive: 'Reads may be old, and two users may see two writes in different orders.',
      },
      session: {
        title: 'Session (own writes, monotonic reads)',
        set: mode('session', true),
        naive: 'Whoever reads an answer may find its question missing.',
      },
      eventual: {
        title: 'Eventual',
        set: mode('eventual', false),
        naive: 'Readers see old values, miss their own writes, and go back in time.',
      },
    },
  },
  conflicts: {
    title: 'Conflicts',
    doc: 'Eventual: what becomes of two writes that knew nothing of each other.',
    default: 'lww',
    options: {
      lww: {
        title: 'Last writer wins',
        set: { 'kind:replica': { conflicts: 'lww' } },
        naive: 'One of the two is thrown away, and nobody is told.',
      },
      siblings: { title: 'Siblings (version vectors)', set: { 'kind:replica': { conflicts: 'siblings' } } },
      counter: { title: 'Conflict-free counters', set: { 'kind:replica': { conflicts: 'counter' } } },
      list: { title: 'Conflict-free lists', set: { 'kind:replica': { conflicts: 'list' } } },
      set: { title: 'Conflict-free sets', set: { 'kind:replica': { conflicts: 'set' } } },
    },
  },
  spread: {
    title: 'Users',
    doc: 'Whether a user keeps to one replica nearby or is sent to whichever is next.',
    default: 'turn',
    options: {
      turn: { title: 'All replicas in turn', set: { 'kind:region-router': { spread: 'turn' } } },
      user: { title: 'A replica for each', set: { 'kind:region-router': { spread: 'user' } } },
    },
  },
  repair: {
    title: 'Repair',
    doc: 'Without a log: what becomes of messages that were lost.',
    default: 'on',
    options: {
      on: { title: 'Sent again, compared', set: { 'kind:replica': { repair: true } } },
      off: {
        title: 'Sent once',
        set: { 'kind:replica': { repair: false } },
        naive: 'What a cut has swallowed never arrives: eventual becomes never.',
      },
    },
  },
  transfers: {
    title: 'Transfers',
    doc: 'How a transfer changes two balances.',
    default: 'read-then-write',
    options: {
      'read-then-write': { title: 'Read, then write', set: { bank: { method: 'read-then-write' } } },
      locked: { title: 'Read under locks', set: { bank: { method: 'locked' } } },
      'in-place': { title: 'Add in place', set: { bank: { method: 'in-place' } } },
    },
  },
  isolation: {
    title: 'Isolation',
    doc: 'What a transfer may see of others that run at the same time.',
    default: 'serializable',
    options: {
      serializable: { title: 'Serializable', set: { bank: { isolation: 'serializable' } } },
      snapshot: { title: 'Snapshot', set: { bank: { isolation: 'snapshot' } } },
      'read-uncommitted': {
        title: 'Read uncommitted',
        set: { bank: { isolation: 'read-uncommitted' } },
        naive: 'A transfer goes by a balance that another has only just written, and may yet take back.',
      },
      'read-committed': {
        title: 'Read committed',
        set: { bank: { isolation: 'read-committed' } },
        naive:
          'Two transfers read the same balance, and the later one overwrites the earlier: money is lost or made.',
      },
    },
  },
}
