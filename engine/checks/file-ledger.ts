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
  readonly bytes: Uint8Array
  readonly crc: number
  readonly rows: readonly {
    readonly number: number
    readonly fields: Readonly<Record<string, string>>
    readonly malformed: boolean
  }[]
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
    const { ledger } = ctx.state(id) as { ledger: ReadonlyMap<string, SentFile> }
    const sent = ledger.get(name)
    if (sent !== undefined) return sent
  }
  return null
}

/** The rows of this file in all tables. */
export const tableRows = (name: string, ctx: CheckContext): readonly TableRow[] =>
  ctx.nodesOf('row-table').flatMap((id) => {
    const { table } = ctx.state(id) as { table: { files: ReadonlyMap<string, readonly TableRow[]> } }
    return table.files.get(name) ?? []
  })

/** The rows of this file that an adapter keeps because it could not load them. */
export const keptRejects = (name: string, nodeId: string, ctx: CheckContext): readonly KeptReject[] =>
  (ctx.state(nodeId) as { rejects: ReadonlyMap<string, readonly KeptReject[]> }).rejects.get(name) ?? []
