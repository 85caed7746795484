import { ms } from '../../lib/units.ts'
import { counter, gauge, sample } from '../../measure/metric.ts'
import { number, toggle } from '../../schema/parameter.ts'
import type { Context, Link, Request, Setup } from '../define-service.ts'
import type { Division } from '../shard/division.ts'
import { ShardGroups } from './shard-groups.ts'

export const ROUTER_PARAMS = {
  attemptMs: number({
    title: 'One attempt',
    doc: 'How long it waits for a shard before it asks another replica.',
    default: 500,
    min: 1,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
  learns: toggle({
    title: 'Learns of new maps',
    doc: 'Takes up the map that it is told; otherwise it goes on with the first one it knew.',
    default: true,
  }),
} as const

export const ROUTER_METRICS = {
  reads: counter('Reads', 'requests'),
  writes: counter('Writes', 'requests'),
  scans: counter('Scans', 'requests'),
  tries: counter('Further attempts', 'requests'),
  misrouted: counter('Sent to the wrong shard', 'requests'),
  held: counter('Held while their row moves', 'requests'),
  dualWrites: counter('Written to both shards', 'requests'),
  dualWritesMissed: counter('Second writes that failed', 'requests'),
  mapVersion: gauge('Map', ''),
  loadSkew: gauge('Load of the busiest shard over the mean', '×'),
  fanOut: gauge('Shards asked by a scan', 'shards'),
  rowTime: sample('One row', 'ns'),
  legTime: sample('One shard of a scan', 'ns'),
  scanTime: sample('A whole scan', 'ns'),
} as const

export type RouterContext = Context<typeof ROUTER_PARAMS, typeof ROUTER_METRICS, 'shards', never>

/** Volatile state of one router: what it was told of the map, and who leads which shard. */
export class RouterState {
  /** Null before it was told. */
  division: Division | null = null
  dualWrites = false
  readonly groups = new ShardGroups()
  /** Whom to ask for the map: who has told it. */
  teller: Link | null = null
  askedForMapAt = -Infinity
  readonly options = { timeoutNanos: 0 }
  /** Used again for every request: a request costs no new object. */
  readonly asking: Required<Pick<Request, 'op' | 'key' | 'body' | 'client' | 'sizeBytes'>> = {
    op: '',
    key: 0,
    body: null,
    client: 0,
    sizeBytes: 0,
  }
  /** Requests by shard since the load was last measured. */
  readonly asked: number[] = []

  constructor({ params }: Setup<typeof ROUTER_PARAMS>) {
    this.options.timeoutNanos = ms(params.attemptMs)
  }

  noteAsked(shard: number): void {
    this.asked[shard] = (this.asked[shard] ?? 0) + 1
  }

  /** Load of the busiest shard over the mean of all in the map, since this was last asked; NaN when there was none. */
  drainSkew(): number {
    const members = this.division?.now.members ?? []
    const loads = members.map((shard) => this.asked[shard] ?? 0)
    this.asked.fill(0)
    const sum = loads.reduce((total, load) => total + load, 0)
    return sum === 0 ? NaN : (Math.max(...loads) * loads.length) / sum
  }
}
