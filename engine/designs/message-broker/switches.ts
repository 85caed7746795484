import type { Switch } from '../../schema/design.ts'

type Values = Record<string, number | string | boolean>
const brokers = (values: Values) => ({ 'kind:broker': values })
const producers = (values: Values) => ({ 'kind:producer': values })
const consumers = (values: Values) => ({ 'kind:consumer': values })

/** What producers and consumers choose for themselves. */
const CLIENTS: Record<string, Switch> = {
  acks: {
    title: 'Acknowledged',
    doc: 'When a record counts as written.',
    default: 'all',
    options: {
      none: {
        title: 'When it is sent',
        set: producers({ acks: 'none' }),
        naive:
          'Nobody has confirmed it: whatever is on its way when a broker dies was acknowledged and is nowhere.',
      },
      leader: {
        title: 'When the leader has it',
        set: producers({ acks: 'leader' }),
        naive:
          'It is acknowledged before anybody else has it: what was not replicated is lost with the leader.',
      },
      all: { title: 'When all in sync have it', set: producers({ acks: 'all' }) },
    },
  },
  producer: {
    title: 'Producers',
    doc: 'Whether brokers recognise what they have, and whether batches count together.',
    default: 'idempotent',
    options: {
      plain: {
        title: 'Plain',
        set: producers({ mode: 'plain' }),
        naive: 'When the answer is lost the batch is sent again, and written again.',
      },
      idempotent: { title: 'Idempotent', set: producers({ mode: 'idempotent' }) },
      transactional: { title: 'Transactional', set: producers({ mode: 'transactional' }) },
    },
  },
  isolation: {
    title: 'Isolation',
    doc: 'Whether readers see records of transactions that are open or aborted.',
    default: 'committed',
    options: {
      committed: { title: 'Read committed', set: consumers({ isolation: 'committed' }) },
      uncommitted: {
        title: 'Read uncommitted',
        set: consumers({ isolation: 'uncommitted' }),
        naive: 'Readers see what is taken back later.',
      },
    },
  },
  commit: {
    title: 'Offsets committed',
    doc: 'When the group writes down how far it has come.',
    default: 'after',
    options: {
      after: { title: 'After processing', set: consumers({ commit: 'after' }) },
      before: {
        title: 'Before processing',
        set: consumers({ commit: 'before' }),
        naive: 'A member that dies at work has said that it is done: nobody does it.',
      },
    },
  },
  assignment: {
    title: 'Assignment',
    doc: 'How the members of the group share the partitions, and who stops reading meanwhile.',
    default: 'cooperative',
    options: {
      range: { title: 'Range', set: consumers({ assignment: 'range' }) },
      'round-robin': { title: 'Round robin', set: consumers({ assignment: 'round-robin' }) },
      sticky: { title: 'Sticky', set: consumers({ assignment: 'sticky' }) },
      cooperative: { title: 'Cooperative', set: consumers({ assignment: 'cooperative' }) },
    },
  },
}

/** What is set on the brokers. */
const CLUSTER: Record<string, Switch> = {
  minInSync: {
    title: 'Least in sync',
    doc: 'How many copies must be in sync for anything to be acknowledged by all.',
    default: 'two',
    options: {
      two: { title: '2 of 3', set: brokers({ minInSync: 2 }) },
      one: {
        title: '1 of 3',
        set: brokers({ minInSync: 1 }),
        naive:
          '“All in sync” may be the leader alone: with its disk everything acknowledged meanwhile is gone.',
      },
    },
  },
  election: {
    title: 'Election',
    doc: 'What happens when nobody in sync is left.',
    default: 'clean',
    options: {
      clean: {
        title: 'Wait for one in sync',
        set: { 'kind:broker-controller': { uncleanElection: false } },
      },
      unclean: {
        title: 'Elect whoever lives',
        set: { 'kind:broker-controller': { uncleanElection: true } },
        naive: 'The new leader lacks records that were acknowledged, and gives their offsets to others.',
      },
    },
  },
  truncation: {
    title: 'Truncation',
    doc: 'By what a new follower finds where its log parts from the leader’s.',
    default: 'epochs',
    options: {
      epochs: { title: 'Leader epochs', set: brokers({ truncation: 'leader-epoch' }) },
      watermark: {
        title: 'Its own high watermark',
        set: brokers({ truncation: 'high-watermark' }),
        naive:
          'Its high watermark lags: it throws away what was acknowledged, and may be elected before it has it back.',
      },
    },
  },
  fencing: {
    title: 'Fencing',
    doc: 'Whether a producer that was given up on can still write.',
    default: 'on',
    options: {
      on: { title: 'By epoch', set: brokers({ fencing: true }) },
      off: {
        title: 'Off',
        set: brokers({ fencing: false }),
        naive: 'A zombie goes on with a transaction of which half was aborted, and commits the rest.',
      },
    },
  },
  generations: {
    title: 'Generations',
    doc: 'Whether a member of an earlier generation can still commit.',
    default: 'checked',
    options: {
      checked: { title: 'Checked', set: brokers({ generationCheck: true }) },
      ignored: {
        title: 'Ignored',
        set: brokers({ generationCheck: false }),
        naive: 'A member that was given up on commits for a partition that is another’s by now.',
      },
    },
  },
  cleanup: {
    title: 'Clean-up',
    doc: 'What becomes of old records.',
    default: 'keep',
    options: {
      keep: {
        title: 'Retention, a minute',
        set: brokers({ cleanup: 'delete', retentionSeconds: 60, segmentKb: 64 }),
      },
      compact: {
        title: 'Compaction by key',
        set: brokers({ cleanup: 'compact', segmentKb: 8, deleteRetentionMs: 2_000 }),
      },
      short: {
        title: 'Retention, a second',
        set: brokers({ cleanup: 'delete', retentionSeconds: 1, segmentKb: 4 }),
        naive: 'A group that is away for longer finds that what it has not read is gone.',
      },
    },
  },
}

export const SWITCHES: Record<string, Switch> = { ...CLIENTS, ...CLUSTER }
