import type { Resharding } from '../shard/protocol.ts'

/** A request for one shard, whoever owns what: `ToShard` is its body. Of those that move rows. */
export const TO_SHARD = 'to-shard'

export interface ToShard {
  readonly shard: number
  readonly op: string
  readonly body: unknown
}

/** Who decides on the map tells it, when it changes and now and then. */
export interface MapTold {
  readonly type: 'map-told'
  readonly told: Resharding
  /** Writes of rows that move go to both shards. */
  readonly dualWrites: boolean
}

/** A router has met somebody who knows better, or has learnt of shards. */
export interface MapWanted {
  readonly type: 'map-wanted'
  /** How many shards it knows, without a gap from 0 on. */
  readonly shards: number
}

/** What a scan of the whole table answers. */
export interface ScanResult {
  readonly rows: number
  readonly shards: number
}
