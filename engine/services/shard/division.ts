import { partitionNamed } from '../../algorithms/partition/catalogue.ts'
import type { Partitioner } from '../../algorithms/partition/partitioner.ts'
import type { Resharding, ShardMap } from './protocol.ts'

export const partitionerOf = (map: ShardMap): Partitioner => partitionNamed(map.strategy).create(map)

/** The map of a table before anything was moved. */
export interface FirstMap {
  strategy: string
  shards: number
  keys: number
  virtualNodes: number
}

export function firstMap({ strategy, shards, keys, virtualNodes }: FirstMap): ShardMap {
  const members = Array.from({ length: shards }, (_, shard) => shard)
  return { version: 1, strategy, members, layout: [], keys, virtualNodes }
}

/** Who owns which row, now and next, as somebody knows it who was told at some time. */
export class Division {
  readonly now: Partitioner
  readonly next: Partitioner | null

  constructor(readonly told: Resharding) {
    this.now = partitionerOf(told.map)
    this.next = told.next === null ? null : partitionerOf(told.next)
  }

  /** Which of two is newer: by the map, then by how far the next one has come. */
  isNewerThan({ told }: Division): boolean {
    if (this.told.map.version !== told.map.version) return this.told.map.version > told.map.version
    const mine = this.told.next?.version ?? 0
    const theirs = told.next?.version ?? 0
    if (mine !== theirs) return mine > theirs
    return PHASES.indexOf(this.told.phase) > PHASES.indexOf(told.phase)
  }

  /** Who gets the row of `key` that `owner` has; -1 if it stays. */
  heirOf(key: number, owner: number): number {
    if (this.next === null) return -1
    const heir = this.next.ownerOf(key)
    return heir === owner ? -1 : heir
  }
}

const PHASES = ['steady', 'copying', 'frozen']
