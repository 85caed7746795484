import { VersionStamps } from '../../algorithms/cache/version-stamps.ts'
import type { RandomStream } from '../../lib/random.ts'
import { ms, us, type Nanos } from '../../lib/units.ts'
import { counter } from '../../measure/metric.ts'
import type { ValuesOf } from '../../schema/parameter.ts'
import { WorkTime } from '../../workload/work-time.ts'
import { defineService, type Call } from '../define-service.ts'
import { DATABASE_PARAMETERS } from './parameters.ts'

/** What a key holds, and which write put it there. A key never written holds its first version, 0. */
export interface Row {
  value: unknown
  version: number
  writtenAt: Nanos
}

/** The body of `write-batch`: rows that are written together, in one statement. */
export type RowBatch = readonly { readonly key: number; readonly value: unknown }[]

/** The answer to `keys`: which keys hold a row. */
export interface PresentKeys {
  /** All keys below this one do. */
  readonly firstRows: number
  readonly others: readonly number[]
}

/** The answer to `read-stamped`: what a key holds, and how far all writes had come by then. */
export interface StampedValue {
  readonly value: unknown
  readonly stamp: number
}

/** A look into a table of a few kilobytes in memory, which waits for no statement. */
const STAMPS_WORK: Nanos = us(100)

/** Groups of keys that share a version stamp. */
export const STAMP_GROUPS = 1_024

interface Disk {
  readonly rows: Map<number, Row>
  readonly stamps: VersionStamps
}

interface State extends Disk {
  read: WorkTime
  write: WorkTime
  batchRowNanos: Nanos
  rowsAtStart: number
  readonly random: RandomStream
}

/** Statements that only look, and what they answer. */
const LOOKS: Readonly<Record<string, (state: State, call: Call) => unknown>> = {
  read: (state, { key }) => valueOf(state, key),
  keys: (state) => presentKeys(state),
  'read-stamped': (state, { key }): StampedValue => ({
    value: valueOf(state, key),
    stamp: state.stamps.latest,
  }),
  stamps: ({ stamps }, { body }) => stamps.risenSince(body as number),
}

/** One node that keeps rows by key, durably: what was acknowledged is there after a crash. */
export const service = defineService({
  kind: 'database',
  title: 'Database',
  summary: 'Keeps rows by key on its disk; reads and writes queue for its connections.',
  group: 'data',
  icon: 'database',
  understands: ['reads', 'writes', 'creations', 'deletions', 'batches', 'present-keys', 'stamped-reads'],
  ports: {},
  params: DATABASE_PARAMETERS,
  metrics: { reads: counter('Reads', 'requests'), writes: counter('Writes', 'requests') },
  headline: { utilization: 'Busy', queue: 'Queue', rate: 'Arrivals' },
  stations: {
    connections: { title: 'Connections', servers: 'connections', queueLimit: 'queueLimit' },
    stamps: { title: 'Version stamps', servers: 1, queueLimit: 1_000 },
  },
  durable: (): Disk => ({ rows: new Map(), stamps: new VersionStamps({ groups: STAMP_GROUPS }) }),
  start: ({ params, random }, disk): State => ({ ...workTimes(params), random: random('work'), ...disk }),
  on: {
    request(state, call, ctx) {
      if (call.op === 'stamps') ctx.serve(call, STAMPS_WORK, 'stamps')
      else ctx.serve(call, workOf(state, call), 'connections')
    },
    served(state, call, ctx) {
      const look = LOOKS[call.op]
      if (look !== undefined) {
        ctx.count('reads')
        return ctx.reply(call, look(state, call))
      }
      if (call.op === 'write-batch') {
        const batch = call.body as RowBatch
        ctx.count('writes', batch.length)
        for (const { key, value } of batch) put(state, key, value, ctx.now)
        return ctx.reply(call)
      }
      ctx.count('writes')
      ctx.reply(call, put(state, call.key, call.body, ctx.now))
    },
    params: (state, ctx) => void Object.assign(state, workTimes(ctx.params)),
  },
  inspect: ({ rows }) => ({
    view: 'database',
    rows: rows.size,
    latest: [...rows].slice(-20).map(([key, { value, version }]) => ({ key, value, version })),
  }),
  calibration: {
    models:
      'A pool of connections with a queue in front; a statement occupies one for a random time and then takes effect at once, durably. Reads return the value written last; writes return the new version of their key; `write-batch` writes several rows in one statement, `keys` says which keys hold a row. Each write raises the version stamp of its group of keys; `stamps`, which waits for no connection, says which have risen.',
    constants: [],
    leavesOut:
      'Transactions, indexes, buffer pool, locks and log shipping: kinds of their own have those. Statements do not wait for each other’s rows.',
  },
})

function workTimes(params: ValuesOf<typeof DATABASE_PARAMETERS>) {
  const { readMs, writeMs, variation, shape, batchRowMs, rowsAtStart } = params
  return {
    read: new WorkTime(ms(readMs), variation, shape),
    write: new WorkTime(ms(writeMs), variation, shape),
    batchRowNanos: ms(batchRowMs),
    rowsAtStart,
  }
}

function workOf({ read, write, batchRowNanos, random }: State, { op, body }: Call): Nanos {
  if (op in LOOKS) return read.draw(random)
  const work = write.draw(random)
  return op === 'write-batch' ? work + batchRowNanos * ((body as RowBatch).length - 1) : work
}

function valueOf({ rows, rowsAtStart }: State, key: number): unknown {
  const row = rows.get(key)
  if (row !== undefined) return row.value
  return key < rowsAtStart ? 0 : null
}

/** Writes a row; returns its new version. */
function put({ rows, stamps }: State, key: number, value: unknown, now: Nanos): number {
  stamps.raise(key)
  const version = (rows.get(key)?.version ?? 0) + 1
  rows.set(key, { value, version, writtenAt: now })
  return version
}

function presentKeys({ rows, rowsAtStart }: State): PresentKeys {
  return { firstRows: rowsAtStart, others: [...rows.keys()].filter((key) => key >= rowsAtStart) }
}
