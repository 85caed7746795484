import { integer, number, toggle } from '../../schema/parameter.ts'

export const CONTROLLER_PARAMS = {
  partitions: integer({
    title: 'Partitions',
    doc: 'Into how many logs the topic is split; counts when the brokers first come together.',
    default: 12,
    min: 1,
    max: 48,
    unit: 'partitions',
  }),
  replication: integer({
    title: 'Replication',
    doc: 'How many brokers hold a copy of each partition; counts when the brokers first come together.',
    default: 3,
    min: 1,
    max: 9,
    unit: 'copies',
  }),
  sessionMs: number({
    title: 'Session',
    doc: 'A broker that is silent for this long is taken for dead: others lead its partitions.',
    default: 1_000,
    min: 50,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  uncleanElection: toggle({
    title: 'Unclean election',
    doc: 'When nobody in sync is left, somebody who lags leads, and what it lacks is gone.',
    default: false,
  }),
  preferredAfterMs: number({
    title: 'Gives back after',
    doc: 'A partition’s first replica leads again when it has been back in sync for this long.',
    default: 3_000,
    max: 600_000,
    unit: 'ms',
  }),
  formAfterMs: number({
    title: 'Waits for brokers',
    doc: 'How long it waits for brokers to come before it hands out partitions.',
    default: 20,
    max: 60_000,
    unit: 'ms',
  }),
} as const
