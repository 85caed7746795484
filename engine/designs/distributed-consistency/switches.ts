import type { Switch } from '../../schema/design.ts'

type Values = Record<string, number | string | boolean>
const replicas = (values: Values) => ({ 'kind:replica': values })
/** Paxos puts reads into its log as well, so that only who leads takes them. */
const store = (mode: string, reads = 'local') => ({ ...replicas({ mode }), 'kind:region-router': { reads } })
const members = (values: Values) => ({ 'kind:commit-member': values })

/** How a value is kept in three regions, and how three services agree. */
export const SWITCHES: Record<string, Switch> = {
  replication: {
    title: 'Replication',
    doc: 'Who takes writes, and what a write waits for. Flipping begins a new, empty store.',
    default: 'raft',
    options: {
      raft: { title: 'Raft', set: store('raft') },
      paxos: { title: 'Paxos', set: store('paxos', 'leader') },
      quorum: { title: 'Quorum, N = 3', set: store('quorum') },
      leader: {
        title: 'Single leader, asynchronous',
        set: store('async'),
        naive:
          'What the leader acknowledged and had not shipped is lost with it; readers elsewhere see old values.',
      },
      'multi-leader': {
        title: 'Multi-leader',
        set: store('eventual'),
        naive: 'Of two writes made at once in two regions, one is thrown away.',
      },
    },
  },
  rules: {
    title: 'Majorities',
    doc: 'Raft: how many voters elect a leader and commit an entry. All of its safety rests on any two majorities having a voter in common.',
    default: 'proved',
    options: {
      proved: { title: 'More than half', set: replicas({ rules: 'proved' }) },
      half: {
        title: 'Half is enough',
        set: replicas({ rules: 'half' }),
        naive: 'With one vote of three, each side of a cut elects a leader for the same term.',
      },
    },
  },
  quorums: {
    title: 'Quorums',
    doc: 'How many of three replicas a write and a read wait for.',
    default: '2 + 2',
    options: {
      '2 + 2': { title: 'W = 2, R = 2', set: replicas({ writeQuorum: 2, readQuorum: 2 }) },
      '3 + 1': {
        title: 'W = 3, R = 1',
        set: replicas({ writeQuorum: 3, readQuorum: 1 }),
        naive:
          'R + W > N, but a reader of one copy cannot tell that others lack it: the next reader sees the older value again.',
      },
      '1 + 1': {
        title: 'W = 1, R = 1',
        set: replicas({ writeQuorum: 1, readQuorum: 1 }),
        naive: 'R + W ≤ N: a read may ask only replicas that the write has not reached.',
      },
    },
  },
  members: {
    title: 'Members',
    doc: 'Raft: who belongs to the group. It changes by joint consensus while it serves: for two entries of the log a majority of both sets must agree, and who comes back learns first.',
    default: 'three',
    options: {
      three: { title: 'All three regions', set: { ap: { votes: true } } },
      two: { title: 'Without Singapore', set: { ap: { votes: false } } },
    },
  },
  conflicts: {
    title: 'Conflicts',
    doc: 'Multi-leader: what becomes of writes that knew nothing of each other.',
    default: 'lww',
    options: {
      lww: {
        title: 'Last writer wins',
        set: replicas({ conflicts: 'lww' }),
        naive: 'The earlier of two is dropped, acknowledged or not.',
      },
      siblings: { title: 'Kept for the application to merge', set: replicas({ conflicts: 'siblings' }) },
      counter: { title: 'Conflict-free counters', set: replicas({ conflicts: 'counter' }) },
      list: { title: 'Conflict-free lists', set: replicas({ conflicts: 'list' }) },
      set: { title: 'Conflict-free sets', set: replicas({ conflicts: 'set' }) },
    },
  },
  clocks: {
    title: 'Timestamps',
    doc: 'Quorums and multi-leader: by which of two writes the later one is known. With hybrid ones a write of a quorum asks first what is there.',
    default: 'hybrid',
    options: {
      hybrid: { title: 'Hybrid logical clock', set: replicas({ clocks: 'hybrid' }) },
      wall: {
        title: 'Wall clock',
        set: replicas({ clocks: 'wall' }),
        naive: 'Where a clock is ahead, its writes win over later ones.',
      },
    },
  },
  repair: {
    title: 'Repair',
    doc: 'Quorums and multi-leader: what becomes of messages that were lost.',
    default: 'on',
    options: {
      on: { title: 'Sent again, compared', set: replicas({ repair: true }) },
      off: {
        title: 'Sent once',
        set: replicas({ repair: false }),
        naive: 'What a cut has swallowed never arrives.',
      },
    },
  },
  commit: {
    title: 'Orders',
    doc: 'How stock, payments and shipping are brought to agree. Orders under way end as they began.',
    default: 'two-phase',
    options: {
      'two-phase': { title: 'Two-phase commit', set: members({ protocol: 'two-phase' }) },
      'three-phase': {
        title: 'Three-phase commit',
        set: members({ protocol: 'three-phase' }),
        naive: 'Takes silence for death: cut apart, one side commits and the other aborts.',
      },
      saga: { title: 'Saga', set: members({ protocol: 'saga' }) },
    },
  },
  logging: {
    title: 'The log',
    doc: 'Two-phase commit: whether votes and decisions are in the log before they are told.',
    default: 'forced',
    options: {
      forced: { title: 'Forced', set: members({ logsDecision: true, logsVote: true }) },
      later: {
        title: 'Later',
        set: members({ logsDecision: false, logsVote: true }),
        naive: 'A coordinator that crashes forgets what it has told, and presumes an abort.',
      },
    },
  },
  steps: {
    title: 'Steps of a saga',
    doc: 'Whether a step that is asked for twice is taken twice.',
    default: 'idempotent',
    options: {
      idempotent: { title: 'Idempotent', set: members({ idempotent: true }) },
      repeated: {
        title: 'As often as asked',
        set: members({ idempotent: false }),
        naive: 'A request that is sent again is charged again.',
      },
    },
  },
  compensations: {
    title: 'Compensations',
    doc: 'Whether a compensation is tried until it is confirmed.',
    default: 'retried',
    options: {
      retried: { title: 'Until confirmed', set: members({ retriesCompensations: true }) },
      once: {
        title: 'Once',
        set: members({ retriesCompensations: false }),
        naive: 'The first that is lost leaves the order half done.',
      },
    },
  },
}
