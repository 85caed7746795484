import { integer, number } from '../../schema/parameter.ts'

export const DATABASE_PARAMETERS = {
  connections: integer({
    title: 'Connections',
    doc: 'Statements worked on at once.',
    default: 16,
    min: 1,
    max: 1e5,
    unit: 'connections',
    scale: 'log',
  }),
  queueLimit: integer({
    title: 'Queue limit',
    doc: 'Statements that may wait for a connection; more are turned away.',
    default: 1000,
    unit: 'requests',
  }),
  readMs: number({
    title: 'Read',
    doc: 'Mean time of a read.',
    default: 2,
    max: 1e6,
    unit: 'ms',
    scale: 'log',
  }),
  writeMs: number({
    title: 'Write',
    doc: 'Mean time of a write, with its log on the disk.',
    default: 5,
    max: 1e6,
    unit: 'ms',
    scale: 'log',
  }),
  variation: number({
    title: 'Variation',
    doc: 'Squared coefficient of variation of those times: 0 constant, 1 exponential, more has a longer tail.',
    default: 1,
    max: 100,
    unit: '',
  }),
} as const
