import type { Chart } from '../../schema/design.ts'
import { SHARDS, replicaId } from './shards.ts'

export const CHARTS: Chart[] = [
  {
    title: 'Rows on each shard',
    series: SHARDS.map((shard) => ({ node: replicaId(shard, 0), metric: 'rows', label: `shard ${shard}` })),
  },
  {
    title: 'Progress of the move',
    series: [{ node: 'coordinator', metric: 'progress', label: 'rows copied of those that move' }],
  },
  {
    title: 'Rows moved by the latest change',
    series: [
      { node: 'checks', metric: 'movedRows', label: 'moved' },
      { node: 'checks', metric: 'movedRowsLeast', label: 'had to move' },
    ],
  },
  {
    title: 'Skew: the busiest shard over the mean',
    series: [
      { node: 'router-1', metric: 'loadSkew', label: 'load' },
      { node: 'coordinator', metric: 'rowSkew', label: 'rows' },
    ],
  },
  {
    title: 'The tail of scatter and gather (p99)',
    series: [
      { node: 'router-1', metric: 'rowTime', label: 'one row, one shard' },
      { node: 'router-1', metric: 'legTime', label: 'one shard of a report' },
      { node: 'router-1', metric: 'scanTime', label: 'a report: the slowest of all' },
    ],
  },
  { title: 'Shards asked by a report', series: [{ node: 'router-1', metric: 'fanOut' }] },
  {
    title: 'Availability by feature',
    series: [
      { node: 'gateway', metric: 'usersAvailability', label: 'profile' },
      { node: 'gateway', metric: 'ordersAvailability', label: 'order history' },
      { node: 'gateway', metric: 'inventoryAvailability', label: 'stock' },
      { node: 'gateway', metric: 'analyticsAvailability', label: 'suggestions' },
    ],
  },
  {
    title: 'Writes while rows move',
    series: [
      { node: 'router-1', metric: 'dualWrites', label: 'to both shards' },
      { node: 'router-1', metric: 'held', label: 'held' },
      { node: 'router-1', metric: 'misrouted', label: 'sent to the wrong shard' },
    ],
  },
  {
    title: 'Transfers',
    series: [
      { node: 'saga', metric: 'done', label: 'done' },
      { node: 'saga', metric: 'undone', label: 'undone' },
    ],
  },
  { title: 'Money in all accounts', series: [{ node: 'checks', metric: 'money' }] },
]
