import { strToU8 } from 'fflate'
import { FORMATS } from '../../algorithms/format/formats.ts'
import { crc32 } from '../../algorithms/transfer/crc32.ts'
import type { RandomStream } from '../../lib/random.ts'
import { s } from '../../lib/units.ts'
import { counter, gauge } from '../../measure/metric.ts'
import { choice, integer, number } from '../../schema/parameter.ts'
import { defineService, type Context, type Steps } from '../define-service.ts'
import { PROTOCOL_PARAMETER } from '../file-server/client/connect.ts'
import type { RemoteFiles } from '../file-server/client/remote-files.ts'
import { RETRY_PARAMETERS, withRetries } from '../file-server/client/retry.ts'
import { Wires, type Wire } from '../file-server/client/wires.ts'
import type { Packet } from '../file-server/protocol.ts'
import { Export, ExportLedger } from './export-ledger.ts'
import { drawOrder } from './orders.ts'
import { writeOrders } from './write-orders.ts'

const PARTIAL = '.part'
const EXPORTS_SHOWN = 8

const PARAMS = {
  everySeconds: number({
    title: 'Exports every',
    doc: 'Time from one export to the next.',
    default: 4,
    min: 0.2,
    max: 86_400,
    unit: 's',
    scale: 'log',
  }),
  rows: integer({
    title: 'Rows',
    doc: 'Rows of an export.',
    default: 1_200,
    min: 1,
    max: 20_000,
    unit: 'rows',
    scale: 'log',
  }),
  format: choice({
    title: 'Format',
    doc: 'What exports are written in; mixed takes them in turn.',
    options: {
      mixed: 'in turn',
      ...Object.fromEntries([...FORMATS.values()].map(({ name, title }) => [name, title])),
    },
    default: 'mixed',
  }),
  encoding: choice({
    title: 'Encoding',
    doc: 'How letters become bytes. UTF-8 was agreed on.',
    options: { 'utf-8': 'UTF-8', 'latin-1': 'Latin-1' },
    default: 'utf-8',
  }),
  malformedShare: number({
    title: 'Malformed',
    doc: 'Share of the rows that are spoilt; one in five of these is broken off or has a quote left open.',
    default: 0.004,
    max: 1,
    unit: '',
  }),
  publish: choice({
    title: 'Publishes',
    doc: 'Whether a file is stored under another name until it is whole.',
    options: { rename: 'by renaming', 'in-place': 'while it is written' },
    default: 'rename',
  }),
  protocol: PROTOCOL_PARAMETER,
  ...RETRY_PARAMETERS,
} as const

const METRICS = {
  exported: counter('Exported', 'files'),
  sent: counter('Sent', 'bytes'),
  retried: counter('Retries', 'times'),
  waiting: gauge('Waiting for upload', 'files'),
} as const

interface Disk {
  readonly ledger: ExportLedger
  serial: number
  files: number
}
interface State {
  readonly ledger: ExportLedger
  readonly disk: Disk
  readonly random: RandomStream
  wires: Wires | null
  uploading: boolean
}
type ExporterContext = Context<typeof PARAMS, typeof METRICS, 'server', never>

/** A partner's system that writes its orders to files, and stores them on a file server. */
export const service = defineService({
  kind: 'file-exporter',
  title: 'Exporter',
  summary: 'Writes orders to a file every few seconds and stores it on a file server.',
  group: 'clients',
  icon: 'file-up',
  understands: [],
  ports: { server: { title: 'stores on', edges: 'one', tells: 'files' } },
  params: PARAMS,
  metrics: METRICS,
  headline: { exported: 'Exports', sent: 'Sends', waiting: 'Waiting' },
  stations: {},
  durable: (): Disk => ({ ledger: new ExportLedger(), serial: 0, files: 0 }),
  start: ({ random }, disk): State => ({
    ledger: disk.ledger,
    disk,
    random: random('orders'),
    wires: null,
    uploading: false,
  }),
  begin(state, ctx) {
    state.wires = new Wires(ctx.links('server')[0], ctx as unknown as Context)
    ctx.timer('export', s(ctx.params.everySeconds / 4))
    upload(state, ctx)
  },
  on: { message: (state, payload) => state.wires!.deliver(payload as Packet) },
  timers: {
    export(state, _argument, ctx) {
      exportOrders(state, ctx)
      upload(state, ctx)
      ctx.timer('export', s(ctx.params.everySeconds))
    },
    patience: (state, wire) => state.wires!.expire(wire as Wire),
  },
  inspect: ({ ledger }) => ({
    view: 'file-exporter',
    exports: ledger.size,
    latest: ledger.latest(EXPORTS_SHOWN).map(({ name, sizeBytes, rowCount, malformed, bytes }) => ({
      name,
      kilobytes: Math.round(sizeBytes / 1_000),
      rows: rowCount,
      malformed,
      stored: bytes === null,
    })),
  }),
  calibration: {
    models:
      'Orders are drawn row by row and written by the same adapters that read them. The file is stored over the link, block by block; a transfer that breaks goes on from what the server has.',
    constants: [],
    leavesOut: 'What a partner does when all retries have failed, but to try again with the next export.',
  },
})

function exportOrders({ disk, random }: State, ctx: ExporterContext): void {
  const { rows: count, format: wanted, malformedShare, encoding } = ctx.params
  const names = [...FORMATS.keys()]
  const format = FORMATS.get(wanted === 'mixed' ? names[disk.files % names.length] : wanted)!
  const rows = Array.from({ length: count }, (_, i) =>
    drawOrder(disk.serial++, i + 1, malformedShare, random),
  )
  const bytes = strToU8(writeOrders(rows, format), encoding === 'latin-1')
  const name = `orders-${String(++disk.files).padStart(4, '0')}.${format.extension}`
  disk.ledger.add(new Export(name, bytes, crc32(bytes), rows))
  ctx.count('exported')
}

/** Stores what is not stored yet, one file after the other; a failure leaves the rest for the next time. */
function upload(state: State, ctx: ExporterContext): void {
  const waiting = state.ledger.waiting().length
  ctx.gauge('waiting', waiting)
  if (state.uploading || waiting === 0) return
  state.uploading = true
  ctx.spawn(uploadAll(state, ctx))
}

function* uploadAll(state: State, ctx: ExporterContext): Steps {
  const options = {
    wires: state.wires!,
    protocol: () => ctx.params.protocol,
    params: () => ctx.params,
    retried: () => ctx.count('retried'),
  }
  yield* withRetries(options, function* (remote) {
    for (const each of state.ledger.waiting()) {
      yield* store(remote, each.name, each.bytes!, ctx)
      state.ledger.stored(each)
      ctx.gauge('waiting', state.ledger.waiting().length)
    }
  })
  state.uploading = false
}

function* store(remote: RemoteFiles, name: string, bytes: Uint8Array, ctx: ExporterContext): Steps {
  const renames = ctx.params.publish === 'rename'
  const target = renames ? `${name}${PARTIAL}` : name
  const there = (yield* remote.list()).find((file) => file.name === target)
  const offset = Math.min(there?.sizeBytes ?? 0, bytes.length)
  ctx.count('sent', bytes.length - offset)
  yield* remote.upload(target, bytes, offset)
  if (renames) yield* remote.rename(target, name)
}
