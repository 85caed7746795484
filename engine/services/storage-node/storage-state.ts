import type { SiblingSet } from '../../algorithms/clock/sibling-set.ts'
import { DynamoNode } from '../../algorithms/replication/dynamo/dynamo-node.ts'
import {
  emptyStore,
  type StoreDurable,
  type StoreOptions,
} from '../../algorithms/replication/dynamo/store-options.ts'
import type { StoreOutgoing } from '../../algorithms/replication/dynamo/store-outbox.ts'
import type { StoreTally } from '../../algorithms/replication/dynamo/store-tally.ts'
import { LsmTree } from '../../algorithms/storage/lsm-tree.ts'
import type { LsmJob } from '../../algorithms/storage/lsm-types.ts'
import type { Timer } from '../../kernel/timer.ts'
import { ms, SECOND } from '../../lib/units.ts'
import type { Call, Context } from '../define-service.ts'
import { behaviourOf, lsmOptionsOf, strategyOf } from './adopt.ts'
import type { STORAGE_METRICS } from './metrics.ts'
import type { STORAGE_PARAMS, StorageParams } from './params.ts'
import { placeOf, type StoragePlace, type StorageSetup } from './place.ts'

export type StorageContext = Context<
  typeof STORAGE_PARAMS,
  typeof STORAGE_METRICS,
  'peers',
  'processor' | 'disk'
>

type Changeable = { -readonly [K in keyof StoreOptions]: StoreOptions[K] }

/** A job of the engine, and how much of its reading and writing is still to be done. */
export interface Merging {
  readonly job: LsmJob<SiblingSet>
  bytesLeft: number
}

/** Volatile state of one node: the machine, and what is under way on its disk. */
export class StorageState {
  readonly place: StoragePlace
  readonly node: DynamoNode
  /** Client's requests that are not answered yet, by call. */
  readonly pending = new Map<number, Call>()
  /** What waits for the next sync of the log, and for the one under way. */
  unsynced: StoreOutgoing[] = []
  syncing: StoreOutgoing[] | null = null
  merging: Merging | null = null
  syncedAt = 0
  tick: Timer | null = null
  measure: Timer | null = null
  /** What of the machine's tally has been counted already. */
  readonly counted: Partial<Record<keyof StoreTally, number>> = {}
  readonly #options: Changeable
  #params: StorageParams

  constructor(setup: StorageSetup, durable: StoreDurable) {
    const { params, monotonic, wallClock } = setup
    this.place = placeOf(setup)
    this.#params = params
    this.#options = {
      self: this.place.self,
      size: this.place.names.length,
      random: setup.random('protocol'),
      wallClock,
      virtualNodes: params.virtualNodes,
      gossipNanos: ms(params.gossipMs),
      phiThreshold: params.phiThreshold,
      ...behaviourOf(params),
    }
    const lsm = new LsmTree(lsmOptionsOf(params), strategyOf(params), durable.lsm, setup.random('torn log'))
    this.node = new DynamoNode(this.#options, durable, lsm, monotonic)
  }

  /** Takes up parameters as they are now. How many copies there are stays as it was at the start. */
  adopt(params: StorageParams): void {
    const { replicas } = this.#options
    Object.assign(this.#options, behaviourOf(params), { replicas })
    const before = this.#params
    this.#params = params
    if (params.compaction !== before.compaction || params.memtableKilobytes !== before.memtableKilobytes)
      this.node.lsm.configure(lsmOptionsOf(params), strategyOf(params))
  }
}

/** What is on the disk of a node that has never run, or has lost its disk. */
export function emptyDisk(setup: StorageSetup): StoreDurable {
  const { names, self } = placeOf(setup)
  const { ringSize } = setup.params
  const statuses = names.map((_, member) => (member < ringSize ? ('normal' as const) : ('outside' as const)))
  return emptyStore(self, setup.now > 0 ? 1 + Math.floor((4 * setup.now) / SECOND) : 0, statuses)
}
