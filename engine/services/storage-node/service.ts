import type { StoreMessage } from '../../algorithms/replication/dynamo/messages.ts'
import { ms, us } from '../../lib/units.ts'
import { defineService } from '../define-service.ts'
import { merged, mergeSoon, synced, syncInTime, type Merged, type Synced } from './disk.ts'
import { inspectStorage, measure } from './measure.ts'
import { STORAGE_METRICS } from './metrics.ts'
import { STORAGE_PARAMS } from './params.ts'
import { emit, perform, type BlocksRead } from './perform.ts'
import { ask } from './requests.ts'
import { emptyDisk, StorageState } from './storage-state.ts'

/** How often the machine looks at its clock. */
const TICK = ms(20)
const MEASURE = ms(200)

/** A message whose turn at the processor has come. */
interface Heard {
  readonly type: 'heard'
  readonly from: number
  readonly message: StoreMessage
}

/** One of the equals of a key-value store: owns shares of the keys, coordinates, stands in for others, repairs. */
export const service = defineService({
  kind: 'storage-node',
  title: 'Storage node',
  summary: 'Holds shares of the keys of a ring of equals, in a log-structured engine of its own.',
  group: 'data',
  icon: 'hard-drive',
  understands: ['reads', 'writes', 'creations', 'deletions'],
  ports: { peers: { title: 'shares the ring with', edges: 'any', peers: true } },
  params: STORAGE_PARAMS,
  metrics: STORAGE_METRICS,
  headline: { share: 'Owns', hints: 'Hints', utilization: 'Busy' },
  stations: {
    processor: { title: 'Cores', servers: 'workers', queueLimit: 2_000 },
    disk: { title: 'Disk', servers: 1 },
  },
  durable: (setup) => emptyDisk(setup),
  start: (setup, disk) => new StorageState(setup, disk),
  begin(state, ctx) {
    state.node.moveTo(ctx.monotonic, state.place.self < ctx.params.ringSize)
    state.tick = ctx.timer('tick', TICK)
    state.measure = ctx.timer('measure', MEASURE)
  },
  on: {
    request: (_state, call, ctx) => ctx.serve(call, us(ctx.params.requestMicros), 'processor'),
    served: (state, call, ctx) => ask(state, call, ctx),
    message(state, payload, _link, fromIndex, ctx) {
      const from = state.place.memberOf.get(fromIndex)
      if (from === undefined) return
      const heard: Heard = { type: 'heard', from, message: payload as StoreMessage }
      ctx.job(us(ctx.params.messageMicros), 'processor', heard)
    },
    worked(state, payload, ctx) {
      const done = payload as Heard | BlocksRead | Synced | Merged
      if (done.type === 'heard')
        perform(state, state.node.receive(ctx.monotonic, done.from, done.message), ctx)
      else if (done.type === 'blocks-read') emit(state, done.send, ctx)
      else if (done.type === 'synced') synced(state, ctx)
      else merged(state, ctx)
    },
    params(state, ctx) {
      state.adopt(ctx.params)
      state.node.moveTo(ctx.monotonic, state.place.self < ctx.params.ringSize)
    },
  },
  timers: {
    tick(state, _argument, ctx) {
      perform(state, state.node.tick(ctx.monotonic), ctx)
      syncInTime(state, ctx)
      mergeSoon(state, ctx)
      state.tick!.again(TICK)
    },
    measure(state, _argument, ctx) {
      measure(state, ctx)
      state.measure!.again(MEASURE)
    },
  },
  inspect: (state, setup) => inspectStorage(state, setup),
  calibration: {
    models:
      'The protocols themselves: every message between nodes travels over a link, waits for a core, and counts with its bytes; a confirmation waits until the log is on disk; every block that a lookup needs is read; memtables are written out and tables merged by the same disk. A crash tears the log at any byte that no sync has covered.',
    constants: [
      {
        name: 'copies, quorums',
        value: 'N = 3, R = W = 2',
        source: 'Dynamo (2007), section 4.5: the common configuration',
      },
      { name: 'virtualNodes', value: '150', source: 'the entry of this design' },
      {
        name: 'blockReadMicros',
        value: '120 µs',
        source: 'order of magnitude of a 4 kB read from a solid-state disk',
      },
      { name: 'fsyncMicros', value: '500 µs', source: 'order of magnitude of a flush of a solid-state disk' },
      { name: 'phiThreshold', value: '8', source: 'Cassandra, phi_convict_threshold' },
      {
        name: 'gossipMs',
        value: '200 ms',
        source: 'Cassandra gossips every second; here five times as often, so that runs may be short',
      },
      { name: 'filters', value: '1 % false positives', source: 'LevelDB and RocksDB: ten bits a key' },
    ],
    leavesOut:
      'A cache of blocks, compression, range queries, transactions over several keys. Data that a node no longer owns stays on its disk. Hash trees are rebuilt in memory after a restart at no cost; their hashes have 32 bits and count as 16 bytes on the wire.',
  },
})
