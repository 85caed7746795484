import { crc32 } from '../algorithms/transfer/crc32.ts'
import { INVARIANTS } from './catalogue.ts'
import type { CheckContext } from './define-invariant.ts'
import type { KeptReject, SentRow, TableRow } from './file-ledger.ts'

interface Loaded {
  readonly sent: { readonly bytes: Uint8Array; readonly rows: readonly SentRow[] }
  readonly received: Uint8Array
  readonly table: readonly TableRow[]
  readonly rejects: readonly KeptReject[]
}

/** What a checker says of a file that was loaded: a sentence, or null. */
export function judgeLoaded(checker: string, { sent, received, table, rejects }: Loaded): string | null {
  const name = 'orders'
  const { bytes, rows } = sent
  const exported = { sizeBytes: bytes.length, crc: crc32(bytes), rows: () => rows }
  const states: Record<string, unknown> = {
    'file-exporter': { ledger: new Map([[name, exported]]) },
    'row-table': { table: { files: new Map([[name, table]]), archived: new Set() } },
    'file-adapter': { rejects: new Map([[name, rejects]]) },
  }
  const ctx: CheckContext = {
    now: 0,
    nodesOf: (kind) => [kind],
    nodesWith: () => [],
    state: (id) => states[id],
    params: () => ({}),
    isUp: () => true,
    faulty: false,
    calmNanos: 0,
  }
  const invariant = INVARIANTS.get(checker)!
  const fact = {
    name,
    sizeBytes: received.length,
    crc: crc32(received),
    rowsRead: 0,
    rejected: rejects.length,
  }
  const violation = invariant.on!['file-loaded'](invariant.start(ctx), fact as never, 'file-adapter', ctx)
  return violation?.says ?? null
}
