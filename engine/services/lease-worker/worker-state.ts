import type { Context } from '../define-service.ts'
import type { LEASE_WORKER_METRICS, LEASE_WORKER_PARAMS } from './params.ts'

export type WorkerContext = Context<
  typeof LEASE_WORKER_PARAMS,
  typeof LEASE_WORKER_METRICS,
  'servers' | 'resource',
  never
>

/** Volatile state of one machine with workers. */
export class WorkerState {
  readonly holding = new Map<string, { readonly lock: string; readonly token: number }>()
  /** The server that answered last. */
  server = 0
  leases = 0
}
