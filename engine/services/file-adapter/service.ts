import { Wires, type Wire } from '../file-server/client/wires.ts'
import type { Packet } from '../file-server/protocol.ts'
import { defineService, type Context } from '../define-service.ts'
import { FILE_ADAPTER_METRICS, type AdapterState, type Disk } from './adapter-state.ts'
import { importJob } from './import-job.ts'
import { FILE_ADAPTER_PARAMS } from './params.ts'

const REJECTS_SHOWN = 12

/** Fetches files from a server, reads them by the adapter of their format, and loads their rows into a table. */
export const service = defineService({
  kind: 'file-adapter',
  title: 'File adapter',
  summary:
    'Syncs a directory, reads CSV, JSON, XML and fixed-width files as they come, and loads their rows in chunks.',
  group: 'compute',
  icon: 'file-input',
  understands: ['reads'],
  ports: {
    server: { title: 'fetches from', edges: 'one', tells: 'files' },
    table: { title: 'loads into', edges: 'one', asks: ['loaded-rows'] },
  },
  params: FILE_ADAPTER_PARAMS,
  metrics: FILE_ADAPTER_METRICS,
  headline: { rows: 'Rows', memory: 'Holds', progress: 'File' },
  stations: {
    jobs: { title: 'Jobs', servers: 1 },
    parser: { title: 'Parser', servers: 1 },
  },
  durable: (): Disk => ({ loaded: new Map(), rejects: new Map() }),
  start: (_setup, disk): AdapterState => ({
    disk,
    rejects: disk.rejects,
    wires: null,
    current: null,
    highest: new Map(),
  }),
  begin(state, ctx) {
    state.wires = new Wires(ctx.links('server')[0], ctx as unknown as Context)
  },
  handle: (state, call, ctx) => importJob(state, call, ctx),
  on: { message: (state, payload) => state.wires!.deliver(payload as Packet) },
  timers: { patience: (state, wire) => state.wires!.expire(wire as Wire) },
  inspect: ({ disk, current }) => ({
    view: 'file-adapter',
    filesLoaded: disk.loaded.size,
    underWay: current?.file.name ?? 'nothing',
    received: current === null ? '–' : `${current.offset} of ${current.file.sizeBytes} bytes`,
    rejectedRows: [...disk.rejects]
      .toReversed()
      .flatMap(([file, rejects]) => rejects.map(({ number, reason, raw }) => ({ file, number, reason, raw })))
      .slice(0, REJECTS_SHOWN),
  }),
  calibration: {
    models:
      'The adapters themselves: bytes become text, text rows, each row is checked, and chunks are loaded while the rest still comes; the sender waits when the loader does. What a job holds in memory is counted from what it holds. Directory sync goes by size and time of change.',
    constants: [
      { name: 'retries', value: '3, 5 s apart', source: 'the source' },
      { name: 'chunk', value: '1,000 rows', source: 'the source: 1,000 to 10,000' },
      { name: 'rowMicros', value: '20 µs', source: 'order of magnitude of reading and checking a row' },
    ],
    leavesOut: 'Compression, several files at once, deleting what the other side has deleted.',
  },
})
