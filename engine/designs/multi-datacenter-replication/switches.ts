import type { Switch } from '../../schema/design.ts'

type Values = Record<string, number | string | boolean>
const replicas = (values: Values) => ({ 'kind:replica': values })

/** The strategies that can be flipped while it runs. */
export const SWITCHES: Record<string, Switch> = {
  mode: {
    title: 'Replication',
    doc: 'How writes spread, and what a write waits for.',
    default: 'semi-sync',
    options: {
      ['async']: {
        title: 'Log shipping, asynchronous',
        set: replicas({ mode: 'async' }),
        naive:
          'A write is acknowledged before anybody else has it: what was not shipped is lost with the leader.',
      },
      'semi-sync': { title: 'Log shipping, semi-synchronous', set: replicas({ mode: 'semi-sync' }) },
      sync: { title: 'Log shipping, synchronous', set: replicas({ mode: 'sync' }) },
      'multi-leader': {
        title: 'Multi-leader',
        set: replicas({ mode: 'multi-leader' }),
        naive: 'Shows writes in the order they arrive: an answer may come before its question.',
      },
      'local-quorum': { title: 'Quorum, LOCAL_QUORUM', set: replicas({ mode: 'local-quorum' }) },
      'each-quorum': { title: 'Quorum, EACH_QUORUM', set: replicas({ mode: 'each-quorum' }) },
      causal: { title: 'Causal broadcast', set: replicas({ mode: 'causal' }) },
      crdt: { title: 'Conflict-free counters', set: replicas({ mode: 'crdt' }) },
    },
  },
  fencing: {
    title: 'Fencing',
    doc: 'Whether a leader needs a majority’s promise and a lease.',
    default: 'on',
    options: {
      on: { title: 'On', set: replicas({ fencing: true }) },
      off: {
        title: 'Off',
        set: replicas({ fencing: false }),
        naive: 'Whoever hears nothing of a leader becomes one: a cut makes two.',
      },
    },
  },
  failover: {
    title: 'Failover',
    doc: 'Whether another replica takes over from a silent leader.',
    default: 'on',
    options: {
      on: { title: 'Automatic', set: replicas({ failover: true }) },
      off: {
        title: 'Off',
        set: replicas({ failover: false }),
        naive: 'Nobody writes until the first data centre is back.',
      },
    },
  },
  reads: {
    title: 'Reads',
    doc: 'Who answers reads.',
    default: 'local',
    options: {
      local: {
        title: 'Any replica',
        set: { ...replicas({ reads: 'local' }), 'kind:region-router': { reads: 'local' } },
      },
      leader: {
        title: 'The leader',
        set: { ...replicas({ reads: 'leader' }), 'kind:region-router': { reads: 'leader' } },
      },
    },
  },
  clocks: {
    title: 'Timestamps',
    doc: 'Multi-leader and quorums: by which of two writes the later is known.',
    default: 'hybrid',
    options: {
      hybrid: { title: 'Hybrid logical clock', set: replicas({ clocks: 'hybrid' }) },
      wall: {
        title: 'Wall clock',
        set: replicas({ clocks: 'wall' }),
        naive: 'A write made on a slow clock is older than the one it replaces.',
      },
    },
  },
  delivery: {
    title: 'Delivery',
    doc: 'Causal broadcast: when a write that has arrived is shown.',
    default: 'causal',
    options: {
      causal: { title: 'After its causes', set: replicas({ delivery: 'causal' }) },
      arrival: {
        title: 'As it arrives',
        set: replicas({ delivery: 'arrival' }),
        naive: 'Over the faster link the answer comes before the question.',
      },
    },
  },
  repair: {
    title: 'Repair',
    doc: 'Modes without a leader: what becomes of messages that were lost.',
    default: 'on',
    options: {
      on: { title: 'Sent again, compared', set: replicas({ repair: true }) },
      off: {
        title: 'Sent once',
        set: replicas({ repair: false }),
        naive: 'What a cut has swallowed never arrives: replicas stay different for ever.',
      },
    },
  },
}
