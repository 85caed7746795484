import type { Partitioner } from '../../algorithms/partition/partitioner.ts'
import type { Nanos } from '../../lib/units.ts'
import { counter, gauge } from '../../measure/metric.ts'
import type { Context, Link, Setup } from '../define-service.ts'
import { firstMap, partitionerOf } from '../shard/division.ts'
import type { Resharding, ShardMap } from '../shard/protocol.ts'
import { METHODS, type Method } from './methods.ts'
import type { COORDINATOR_PARAMS } from './params.ts'

export const COORDINATOR_METRICS = {
  copied: counter('Rows copied', 'rows'),
  caughtUp: counter('Rows copied again', 'rows'),
  moves: counter('Reshardings', 'times'),
  moving: gauge('Moving rows', ''),
  progress: gauge('Progress of the move', '%'),
  movedShare: gauge('Rows moved by it', '%'),
  rowSkew: gauge('Rows of the largest shard over the mean', '×'),
  mapVersion: gauge('Map', ''),
} as const

export type CoordinatorContext = Context<
  typeof COORDINATOR_PARAMS,
  typeof COORDINATOR_METRICS,
  'routers',
  never
>
export type CoordinatorSetup = Setup<typeof COORDINATOR_PARAMS>

/** What must not be forgotten: the map, and how far a move has come. */
export interface CoordinatorDisk {
  told: Resharding
  /** How the present move is made; a change of mind concerns the next one. */
  method: Method
  /** After a cut-over: the map before, whose shards still hold rows that are not theirs. */
  before: ShardMap | null
}

/** The fact `resharded`: a move has ended. */
export interface Resharded {
  before: ShardMap
  after: ShardMap
  moved: number
  rows: number
  beganAt: Nanos
}

/** How many rows of one shard have been copied. */
export interface Leg {
  readonly from: number
  copied: number
  leaving: number
}

export function firstTold(params: CoordinatorSetup['params']): Resharding {
  const keys = params.plainRows + params.accounts
  return { map: firstMap({ ...params, keys }), next: null, phase: 'steady' }
}

/** Volatile state of whoever decides on the map. */
export class CoordinatorState {
  readonly disk: CoordinatorDisk
  readonly routers: readonly Link[]
  /** Shards that some router knows. */
  known = 0
  /** Rows that each shard owns, as far as it was asked. */
  readonly rows = new Map<number, number>()
  readonly legs = new Map<number, Leg>()
  beganAt: Nanos = 0

  constructor({ links }: CoordinatorSetup, disk: CoordinatorDisk) {
    this.disk = disk
    this.routers = links('routers')
  }

  /** The map that is wanted, one member away from the present one; null when that is it. */
  target({ strategy, shards }: CoordinatorSetup['params']): ShardMap | null {
    const { map } = this.disk.told
    const wanted = Math.min(shards, Math.max(1, this.known))
    const version = map.version + 1
    if (strategy !== map.strategy) {
      const members = Array.from({ length: wanted }, (_, shard) => shard)
      return { ...map, version, strategy, members, layout: [] }
    }
    const count = map.members.length
    if (wanted === count || this.known === 0) return null
    const now: Partitioner = partitionerOf(map)
    // Shards come and go at the end of their numbers.
    const options = wanted > count ? now.withMember(count) : now.withoutMember(count - 1)
    return { ...options, version, strategy }
  }

  get moving(): boolean {
    return this.disk.told.next !== null || this.disk.before !== null
  }

  get totalRows(): number {
    return this.disk.told.map.keys
  }
}

export const methodOf = ({ method }: CoordinatorSetup['params']): Method => METHODS[method]
