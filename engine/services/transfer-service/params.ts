import { counter, sample } from '../../measure/metric.ts'
import { choice, integer, number } from '../../schema/parameter.ts'
import type { Context } from '../define-service.ts'

export const TRANSFER_PARAMS = {
  method: choice({
    title: 'Method',
    doc: 'How a transfer changes two balances.',
    options: {
      'in-place': 'adds and subtracts where the money is',
      locked: 'locks both rows, then reads and writes them',
      'read-then-write': 'reads both, then writes back what it worked out',
    },
    default: 'read-then-write',
  }),
  isolation: choice({
    title: 'Isolation',
    doc: 'Isolation level of a transfer’s transaction.',
    options: {
      'read-uncommitted': 'read uncommitted',
      'read-committed': 'read committed',
      snapshot: 'snapshot (repeatable read)',
      serializable: 'serializable',
    },
    default: 'serializable',
  }),
  thinkMs: number({
    title: 'Work in between',
    doc: 'Mean time between reading and writing: checks of limits and fraud.',
    default: 10,
    max: 10_000,
    unit: 'ms',
    scale: 'log',
  }),
  tries: integer({
    title: 'Tries',
    doc: 'How often a transfer is begun anew when others are in the way.',
    default: 5,
    min: 1,
    max: 100,
    unit: '',
  }),
  retryMs: number({
    title: 'Pause',
    doc: 'Before a transfer is begun anew; the second pause is twice as long, and so on.',
    default: 10,
    max: 10_000,
    unit: 'ms',
  }),
  callTimeoutMs: number({
    title: 'Call timeout',
    doc: 'How long a statement may take.',
    default: 2_000,
    min: 1,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  workers: integer({
    title: 'Workers',
    doc: 'Transfers worked on at once, apart from their waiting.',
    default: 8,
    min: 1,
    max: 1_000,
    unit: '',
  }),
} as const

export const TRANSFER_METRICS = {
  transferred: counter('Transferred', 'transfers'),
  insufficient: counter('Refused: not enough money', 'transfers'),
  retried: counter('Begun anew', 'transfers'),
  gaveUp: counter('Given up', 'transfers'),
  transferTime: sample('Time of a transfer', 'ns'),
} as const

export type TransferContext = Context<
  typeof TRANSFER_PARAMS,
  typeof TRANSFER_METRICS,
  'database',
  'processor'
>
