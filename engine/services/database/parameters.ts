import { integer, number } from '../../schema/parameter.ts'
import { SHAPE_PARAMETER } from '../work-shape.ts'

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
  shape: SHAPE_PARAMETER,
  rowsAtStart: integer({
    title: 'Rows at start',
    doc: 'Keys from 0 up to this many hold a row from the start, with the value 0; other keys hold none before they are written.',
    default: 0,
    max: 1e7,
    unit: 'rows',
  }),
  batchRowMs: number({
    title: 'Further row of a batch',
    doc: 'What each row after the first adds to the time of a write of several rows.',
    default: 0.2,
    max: 1e6,
    unit: 'ms',
  }),
} as const
