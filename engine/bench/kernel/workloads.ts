import type { SelfTimed, Workload } from '../measure.ts'
import { hold } from './hold.ts'
import { queues } from './queues.ts'
import { raft } from './raft.ts'
import { requests } from './request.ts'
import { stations } from './stations.ts'

/** The compiled peer, when there is a compiler: runs a workload by name and answers operations a second. */
export type Compiled = ((workload: string, count: number) => number) | null

/** The event queue alone, queues of plain handlers and of stations, whole requests through the call tree, and a group of servers that runs Raft. */
export function kernelWorkloads(compiled: Compiled): Workload[] {
  const peers = (name: string) => ({
    'C++ priority_queue': (): SelfTimed | null =>
      compiled === null ? null : { perSecond: (count) => compiled(name, count) },
  })
  const workload = (name: string, count: number, ours: Workload['ours'], peer = name): Workload => ({
    suite: 'kernel',
    name,
    count,
    ours,
    allocates: true,
    peers: peers(peer),
  })
  return [
    workload('hold-1k', 5_000_000, () => hold(1_000)),
    workload('hold-100k', 4_000_000, () => hold(100_000)),
    workload('hold-1m', 3_000_000, () => hold(1_000_000)),
    workload('mm1', 8_000_000, () => queues(1, 1)),
    workload('mmc16', 6_000_000, () => queues(1, 16)),
    workload('tandem10', 6_000_000, () => queues(10, 1)),
    workload('mm1-stations', 6_000_000, () => stations(1, 1), 'mm1'),
    workload('mmc16-stations', 5_000_000, () => stations(1, 16), 'mmc16'),
    workload('tandem10-stations', 4_000_000, () => stations(10, 1), 'tandem10'),
    { suite: 'kernel', name: 'request', count: 400_000, ours: requests, allocates: true },
    { suite: 'kernel', name: 'raft5-seconds', count: 600, ours: raft },
  ]
}
