import { INVARIANTS } from '../../checks/catalogue.ts'
import { s, us } from '../../lib/units.ts'
import { assemble } from '../../run/assemble.ts'
import type { Document } from '../../schema/document.ts'
import { integer } from '../../schema/parameter.ts'
import { SERVICES } from '../../services/catalogue.ts'
import { defineService, type AnyService } from '../../services/define-service.ts'
import { RAFT_METRICS } from '../../services/raft-host/metrics.ts'
import { RAFT_PARAMS } from '../../services/raft-host/params.ts'
import { raftDisk } from '../../services/raft-host/raft-disk.ts'
import { RaftHost } from '../../services/raft-host/raft-host.ts'
import type { Replicated } from '../../services/raft-host/replicated.ts'
import type { Work } from '../measure.ts'

const PARAMS = {
  ...RAFT_PARAMS,
  requestMicros: integer({ title: 'Request', doc: 'Work for each command.', default: 20, unit: 'µs' }),
} as const

/** The least that can be replicated: one number a key. */
class Numbers implements Replicated<number, number> {
  #counts = new Map<number, number>()
  apply(key: number): number {
    const count = (this.#counts.get(key) ?? 0) + 1
    this.#counts.set(key, count)
    return count
  }
  snapshot() {
    return { state: new Map(this.#counts), sizeBytes: 16 * this.#counts.size }
  }
  restore(state: unknown): void {
    this.#counts = new Map((state as Map<number, number> | null) ?? [])
  }
}

const server = defineService({
  kind: 'raft-bench',
  title: 'Server',
  summary: 'Counts by key, replicated.',
  group: 'data',
  icon: 'server',
  understands: ['writes'],
  ports: { peers: { title: 'replicates with', edges: 'any', peers: true } },
  params: PARAMS,
  metrics: RAFT_METRICS,
  headline: {},
  stations: {
    processor: { title: 'Processor', servers: 1 },
    disk: { title: 'Disk', servers: 1 },
  },
  durable: (setup) => raftDisk<number>(setup),
  start: (setup, disk) => new RaftHost(setup, disk, new Numbers()),
  begin: (host, ctx) => host.begin(ctx),
  on: {
    request: (_host, call, ctx) => ctx.serve(call, us(ctx.params.requestMicros), 'processor'),
    served(host, call, ctx) {
      const { id, key } = call
      host.submit(key, 32, (result, failure) => {
        if (!call.owing || call.id !== id) return
        if (failure === null) ctx.reply(call, result)
        else ctx.fail(call, failure)
      })
    },
    message: (host, payload, _link, from) => void host.receive(payload, from),
    worked: (host) => host.written(),
  },
  timers: { raft: (host) => host.tick() },
  calibration: { models: 'a bench', constants: [], leavesOut: 'everything else' },
})

const IDS = ['a', 'b', 'c', 'd', 'e']

/** Five servers in one place, one client with a hundred commands a second, spread over all of them; nothing but writes. */
const DOCUMENT: Document = {
  version: 1,
  title: 'raft',
  nodes: {
    users: {
      kind: 'client',
      label: 'Users',
      at: [0, 0],
      params: { ratePerSecond: 100, readShare: 0, keys: 1_000 },
    },
    ...Object.fromEntries(
      IDS.map((id) => [id, { kind: 'raft-bench', label: id, at: [1, 0] as [number, number], params: {} }]),
    ),
  },
  edges: [
    { id: 'users-a', from: 'users', port: 'out', to: 'a' },
    ...IDS.flatMap((from, i) =>
      IDS.slice(i + 1).map((to) => ({ id: `${from}-${to}`, from, port: 'peers', to })),
    ),
  ],
  requestsPerSimulated: 1,
  slos: {},
  invariants: [],
}

/** Simulated seconds of a five-server group at a hundred commands a second, with heartbeats of 50 ms. */
export function raft(): Work {
  const kinds = new Map<string, AnyService>([...SERVICES, [server.kind, server]])
  const world = assemble(DOCUMENT, { kinds, invariants: INVARIANTS, seed: 1, switches: {} })
  let until = 0
  return (seconds) => {
    until += seconds
    world.runUntil(s(until))
  }
}
