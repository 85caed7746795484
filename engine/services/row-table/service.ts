import { LatestMap } from '../../lib/latest-map.ts'
import { us, ms } from '../../lib/units.ts'
import { counter, gauge } from '../../measure/metric.ts'
import { choice, integer, number } from '../../schema/parameter.ts'
import { defineService, type Call } from '../define-service.ts'

/** The body of `load`: some rows of a file, written together or not at all. */
export interface RowChunk {
  readonly file: string
  readonly rows: readonly LoadedRow[]
}
/** One row, with where it came from. */
export interface LoadedRow {
  readonly number: number
  readonly fields: Readonly<Record<string, string>>
}

/** Names of files that went to the archive; who looks for one looks soon after it was loaded. */
const ARCHIVED_NAMES = 2_000

/** Partitioned by file. With `upsert` a row's number is in it once; with `append` as often as it was loaded. */
interface Table {
  /** What was written to latest stands last. */
  readonly files: Map<string, LoadedRow[]>
  readonly archived: LatestMap<string, true>
  rows: number
}

/** A table that files are loaded into and people read from. */
export const service = defineService({
  kind: 'row-table',
  title: 'Table',
  summary: 'Takes rows in chunks, each chunk in one transaction, and answers readers.',
  group: 'data',
  icon: 'table-2',
  understands: ['reads', 'loaded-rows'],
  ports: {},
  params: {
    loading: choice({
      title: 'Loading',
      doc: 'What becomes of a row that is in the table already: it is replaced, by file and number, or stands there twice.',
      options: { upsert: 'replace (upsert)', append: 'insert (append)' },
      default: 'upsert',
    }),
    writers: integer({
      title: 'Writers',
      doc: 'Chunks written at once.',
      default: 2,
      min: 1,
      max: 1_000,
      unit: 'chunks',
    }),
    readers: integer({
      title: 'Readers',
      doc: 'Reads answered at once.',
      default: 8,
      min: 1,
      max: 1e5,
      unit: 'reads',
      scale: 'log',
    }),
    keepRows: integer({
      title: 'Keeps',
      doc: 'Rows that people read; when there are more, the file that was written to longest ago is moved to an archive.',
      default: 50_000,
      min: 1,
      max: 10_000_000,
      unit: 'rows',
      scale: 'log',
    }),
    rowMicros: number({
      title: 'A row',
      doc: 'Time to write one row.',
      default: 40,
      max: 1e6,
      unit: 'µs',
      scale: 'log',
    }),
    readMs: number({
      title: 'A read',
      doc: 'Time to answer one reader.',
      default: 3,
      max: 1e5,
      unit: 'ms',
      scale: 'log',
    }),
  },
  metrics: {
    loaded: counter('Rows written', 'rows'),
    replaced: counter('Rows replaced', 'rows'),
    archived: counter('Rows archived', 'rows'),
    rows: gauge('Rows', 'rows'),
  },
  headline: { rows: 'Rows', rate: 'Asked' },
  stations: {
    writers: { title: 'Writers', servers: 'writers' },
    readers: { title: 'Readers', servers: 'readers', queueLimit: 2_000 },
  },
  durable: (): Table => ({ files: new Map(), archived: new LatestMap(ARCHIVED_NAMES), rows: 0 }),
  start: (_setup, table) => ({ table }),
  on: {
    request(_state, call, ctx) {
      if (call.op !== 'load') return ctx.serve(call, ms(ctx.params.readMs), 'readers')
      const { rows } = call.body as RowChunk
      ctx.serve(call, us(ctx.params.rowMicros * rows.length), 'writers')
    },
    served({ table }, call, ctx) {
      if (call.op !== 'load') return ctx.reply(call, table.rows)
      const { added, replaced } = write(table, call, ctx.params.loading === 'upsert')
      ctx.count('loaded', added)
      ctx.count('replaced', replaced)
      ctx.count('archived', archive(table, ctx.params.keepRows))
      ctx.gauge('rows', table.rows)
      ctx.reply(call, added + replaced)
    },
  },
  inspect: ({ table }) => ({
    view: 'row-table',
    rows: table.rows,
    files: [...table.files].toReversed().map(([file, rows]) => ({ file, rows: rows.length })),
    latest:
      [...table.files.values()]
        .at(-1)
        ?.slice(-6)
        .map(({ number, fields }) => ({ number, ...fields })) ?? [],
  }),
  calibration: {
    models:
      'Rows by file and number. A chunk is one transaction: all of its rows are there or none. Files are partitions, which leave the table whole when it is full.',
    constants: [
      { name: 'rowMicros', value: '40 µs', source: 'order of magnitude of a bulk insert with an index' },
    ],
    leavesOut: 'Isolation, indexes and everything else of a database: see the transactional database.',
  },
})

function write(table: Table, call: Call, upsert: boolean): { added: number; replaced: number } {
  const { file, rows } = call.body as RowChunk
  const stored = table.files.get(file) ?? []
  table.files.delete(file)
  table.files.set(file, stored)
  const at = new Map(upsert ? stored.map(({ number }, i) => [number, i]) : [])
  let replaced = 0
  for (const row of rows) {
    const known = at.get(row.number)
    if (known === undefined) stored.push(row)
    else {
      stored[known] = row
      replaced++
    }
  }
  table.rows += rows.length - replaced
  return { added: rows.length - replaced, replaced }
}

/** Moves whole files out of the table, those written to longest ago first, but never the latest; returns how many rows went. */
function archive(table: Table, keepRows: number): number {
  let gone = 0
  for (const [file, rows] of table.files) {
    if (table.rows <= keepRows || table.files.size === 1) break
    table.files.delete(file)
    table.archived.set(file, true)
    table.rows -= rows.length
    gone += rows.length
  }
  return gone
}
