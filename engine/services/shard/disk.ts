import {
  logShippingDurable,
  type LogShippingDurable,
} from '../../algorithms/replication/log-shipping-durable.ts'
import type { Key, Value } from '../../algorithms/replication/replica.ts'
import { firstMap, partitionerOf } from './division.ts'
import type { ShardParams } from './params.ts'
import { MAP_KEY, type Resharding } from './protocol.ts'
import { accountRow } from './row.ts'

/** The first replica of the document leads first. */
export const FIRST_LEADER = 0
/** What an account holds at the start. */
export const FIRST_BALANCE = 1_000

/** What survives a crash of one replica of a shard. */
export interface ShardDisk {
  log: LogShippingDurable
  /** It was made when the others had long been running, and has to learn from them before it takes part. */
  joining: boolean
}

export const keysOf = ({ plainRows, accounts }: ShardParams): number => plainRows + accounts

export const firstDivision = (params: ShardParams): Resharding => ({
  map: firstMap({ ...params, keys: keysOf(params) }),
  next: null,
  phase: 'steady',
})

/** A disk that holds the rows of the first map. */
export function firstDisk(params: ShardParams, joining: boolean): ShardDisk {
  const log = logShippingDurable(FIRST_LEADER, firstRows(params))
  log.started = joining // a late comer does not lead unasked
  return { log, joining }
}

/** All replicas of all shards begin with the same map: it is worked out once for them. */
let latest = { text: '', owners: new Int32Array(0) }

function firstOwners(text: string, params: ShardParams): Int32Array {
  if (latest.text === text) return latest.owners
  const partitioner = partitionerOf(firstDivision(params).map)
  const owners = Int32Array.from({ length: keysOf(params) }, (_, key) => partitioner.ownerOf(key))
  latest = { text, owners }
  return owners
}

function* firstRows(params: ShardParams): Iterable<readonly [Key, Value]> {
  const text = JSON.stringify(firstDivision(params))
  yield [MAP_KEY, text]
  const owners = firstOwners(text, params)
  for (let key = 0; key < owners.length; key++) {
    if (owners[key] !== params.shard) continue
    const isAccount = key >= params.plainRows
    yield [key, isAccount ? accountRow({ version: 0, balance: FIRST_BALANCE, steps: [] }) : 0]
  }
}
