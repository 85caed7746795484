import { counter, gauge } from '../../measure/metric.ts'
import type { Context } from '../define-service.ts'
import type { Wires } from '../file-server/client/wires.ts'
import type { FileImport, Reject } from './file-import.ts'
import type { FILE_ADAPTER_PARAMS } from './params.ts'

export const FILE_ADAPTER_METRICS = {
  files: counter('Files loaded', 'files'),
  rows: counter('Rows read', 'rows'),
  mended: counter('Rows transformed', 'rows'),
  rejected: counter('Rows rejected', 'rows'),
  lost: counter('Not recovered', 'characters'),
  received: counter('Received', 'bytes'),
  again: counter('Received again', 'bytes'),
  retried: counter('Retries', 'times'),
  memory: gauge('Memory of the job', 'bytes'),
  progress: gauge('Progress of the file', '%'),
} as const

/** The mirror of the directory: what was loaded, as it was then. */
export interface Disk {
  /** By name: size and time of change when it was loaded; of files that the server still has. */
  readonly loaded: Map<string, string>
  /** By name: rows that were not loaded, each with its reason, until somebody has seen to them. */
  readonly rejects: Map<string, readonly Reject[]>
}

export interface AdapterState {
  readonly disk: Disk
  readonly rejects: Disk['rejects']
  wires: Wires | null
  /** The file that is under way; kept while a transfer is tried again. */
  current: FileImport | null
  /** By name: how much of it has ever come, so that what comes again is seen. */
  readonly highest: Map<string, number>
}
export type AdapterContext = Context<
  typeof FILE_ADAPTER_PARAMS,
  typeof FILE_ADAPTER_METRICS,
  'server' | 'table',
  'jobs' | 'parser'
>
