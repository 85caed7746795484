import { choice, integer, number, type ValuesOf } from '../../schema/parameter.ts'

const promises = {
  mode: choice({
    title: 'Producer',
    doc: 'Plain: a batch whose answer is lost is written twice. Idempotent: brokers recognise it. Transactional: many batches count together or not at all.',
    options: { plain: 'plain', idempotent: 'idempotent', transactional: 'transactional' },
    default: 'idempotent',
  }),
  acks: choice({
    title: 'Acknowledged',
    doc: 'When a record counts as written.',
    options: { none: 'when it is sent', leader: 'when the leader has it', all: 'when all in sync have it' },
    default: 'all',
  }),
} as const

const batching = {
  lingerMs: number({
    title: 'Linger',
    doc: 'How long records wait for others to travel with.',
    default: 40,
    min: 1,
    max: 10_000,
    unit: 'ms',
    scale: 'log',
  }),
  batchKb: number({
    title: 'Batch',
    doc: 'Size of a batch of one partition at the most.',
    default: 16,
    min: 0.1,
    max: 10_000,
    unit: 'kB',
    scale: 'log',
  }),
  inFlight: integer({
    title: 'In flight',
    doc: 'Batches of one partition that may be under way at once.',
    default: 5,
    min: 1,
    max: 5,
    unit: 'batches',
  }),
  bufferRecords: integer({
    title: 'Buffer',
    doc: 'Records kept for sending; more are turned away.',
    default: 20_000,
    min: 1,
    max: 1e6,
    unit: 'records',
    scale: 'log',
  }),
} as const

const patience = {
  requestMs: number({
    title: 'Request timeout',
    doc: 'How long an answer is waited for before a batch is sent again.',
    default: 400,
    min: 5,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  retryMs: number({
    title: 'Pause',
    doc: 'Before a batch is sent again.',
    default: 50,
    min: 1,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
  deliveryMs: number({
    title: 'Delivery timeout',
    doc: 'A record that is not written by then is given up on.',
    default: 5_000,
    min: 50,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
} as const

const transactions = {
  transactionMs: number({
    title: 'Transaction',
    doc: 'For how long records are gathered into one transaction.',
    default: 200,
    min: 5,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
  transactionTimeoutMs: number({
    title: 'Transaction timeout',
    doc: 'The coordinator aborts a transaction that has been open for longer, and fences its producer.',
    default: 1_500,
    min: 50,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  abortShare: number({
    title: 'Aborted',
    doc: 'Share of the transactions that the application itself takes back at the end.',
    default: 0.1,
    max: 1,
    unit: '',
  }),
} as const

export const PRODUCER_PARAMS = { ...promises, ...batching, ...patience, ...transactions } as const
export type ProducerParams = ValuesOf<typeof PRODUCER_PARAMS>
