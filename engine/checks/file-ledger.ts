import type { CheckContext } from './define-invariant.ts'

/** The fact `file-loaded`: an adapter has finished with a file. */
export interface FileLoaded {
  readonly name: string
  readonly sizeBytes: number
  readonly crc: number
  readonly rowsRead: number
  readonly rejected: number
}

/** What an exporter remembers of a file. */
export interface SentFile {
  readonly sizeBytes: number
  readonly crc: number
  /** Null when it is so old that no server has it any more. */
  rows(): readonly SentRow[] | null
}
export interface SentRow {
  readonly number: number
  readonly fields: Readonly<Record<string, string>>
  /** Of columns in another form than was agreed on: what they mean, in the agreed one. */
  readonly meant?: Readonly<Record<string, string>>
  readonly malformed: boolean
}

export interface TableRow {
  readonly number: number
  readonly fields: Readonly<Record<string, string>>
}

export interface KeptReject {
  readonly number: number
  readonly reason: string
}

/** What was exported under this name; null when nobody remembers. */
export function sentFile(name: string, ctx: CheckContext): SentFile | null {
  for (const id of ctx.nodesOf('file-exporter')) {
    const { ledger } = ctx.state(id) as { ledger: { get(name: string): SentFile | undefined } }
    const sent = ledger.get(name)
    if (sent !== undefined) return sent
  }
  return null
}

interface TableSight {
  readonly files: ReadonlyMap<string, readonly TableRow[]>
  readonly archived: { has(name: string): boolean }
}

/** The rows of this file in all tables; null when some of them are in an archive. */
export function tableRows(name: string, ctx: CheckContext): readonly TableRow[] | null {
  const tables = ctx.nodesOf('row-table').map((id) => (ctx.state(id) as { table: TableSight }).table)
  if (tables.some(({ archived }) => archived.has(name))) return null
  return tables.flatMap(({ files }) => files.get(name) ?? [])
}

/** The rows of this file that an adapter keeps because it could not load them. */
export const keptRejects = (name: string, nodeId: string, ctx: CheckContext): readonly KeptReject[] =>
  (ctx.state(nodeId) as { rejects: ReadonlyMap<string, readonly KeptReject[]> }).rejects.get(name) ?? []
