import { choice, integer, number } from '../../schema/parameter.ts'
import { SHARD_PARAMS, STRATEGY } from '../shard/params.ts'
import { METHODS, type MethodName } from './methods.ts'

const titles = Object.fromEntries(Object.entries(METHODS).map(([name, { title }]) => [name, title]))

export const COORDINATOR_PARAMS = {
  strategy: STRATEGY,
  shards: integer({
    title: 'Shards',
    doc: 'Over how many shards the table is to be divided; a change moves rows while the table serves.',
    default: 4,
    min: 1,
    max: 99,
    unit: 'shards',
  }),
  method: choice({
    title: 'Migration',
    doc: 'How rows are moved.',
    options: titles as Record<MethodName, string>,
    default: 'dual-write',
  }),
  batchRows: integer({
    title: 'Batch',
    doc: 'Rows that are copied at once.',
    default: 100,
    min: 1,
    max: 10_000,
    unit: 'rows',
    scale: 'log',
  }),
  pauseMs: number({
    title: 'Pause',
    doc: 'Between two batches of one shard, so that the shard can serve.',
    default: 60,
    max: 60_000,
    unit: 'ms',
  }),
  plainRows: SHARD_PARAMS.plainRows,
  accounts: SHARD_PARAMS.accounts,
  virtualNodes: SHARD_PARAMS.virtualNodes,
} as const
