import type { FileStore } from '../../algorithms/transfer/file-store.ts'
import { counter, gauge } from '../../measure/metric.ts'
import { integer } from '../../schema/parameter.ts'
import type { Context } from '../define-service.ts'
import type { Connection } from './connections.ts'

export const FILE_SERVER_PARAMS = {
  keepFiles: integer({
    title: 'Keeps',
    doc: 'Files that it keeps; the oldest goes when there are more.',
    default: 40,
    min: 1,
    max: 10_000,
    unit: 'files',
    scale: 'log',
  }),
} as const

export const FILE_SERVER_METRICS = {
  commands: counter('Commands', 'commands'),
  sent: counter('Sent', 'bytes'),
  received: counter('Received', 'bytes'),
  cut: counter('Connections cut', 'connections'),
  open: gauge('Open connections', 'connections'),
  files: gauge('Files', 'files'),
} as const

/** Its files, which survive, and the connections that are open. */
export interface State {
  readonly files: FileStore
  /** By link and number. */
  readonly connections: Map<string, Connection>
}
export type ServerContext = Context<typeof FILE_SERVER_PARAMS, typeof FILE_SERVER_METRICS, never, never>
