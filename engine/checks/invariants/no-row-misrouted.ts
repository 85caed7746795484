import { seconds } from '../client-answer.ts'
import { defineInvariant } from '../define-invariant.ts'
import { coordinatorOf, partitionerOf, type TableMap } from '../sharded-table.ts'

/** The fact `row-served`: a shard has answered for a row as its owner. */
interface RowServed {
  key: number
  shard: number
  write: boolean
  mapVersion: number
  atNanos: number
}

export const invariant = defineInvariant<null>({
  name: 'no-row-misrouted',
  title: 'Rows are served by their own shard only',
  doc: 'No shard answers for a row that belongs to another; at the moment of a cut-over it may be the old owner or the new one, never a third, and afterwards the new one only.',
  start: () => null,
  on: {
    'row-served'(_state, { key, shard, write, mapVersion, atNanos }: RowServed, nodeId, ctx) {
      const disk = coordinatorOf(ctx)?.disk
      if (disk === undefined) return undefined
      const maps: TableMap[] = disk.before === null ? [disk.told.map] : [disk.told.map, disk.before]
      if (maps.some((map) => partitionerOf(map).ownerOf(key) === shard)) return null
      const { map } = disk.told
      const owner = partitionerOf(map).ownerOf(key)
      return {
        says: `Shard ${shard} ${write ? 'took a write of' : 'answered for'} key ${key}, which belongs to shard ${owner}.`,
        operations: [
          `map ${map.version} gives key ${key} to shard ${owner}`,
          `${seconds(atNanos)}: ${nodeId} of shard ${shard}, which knows map ${mapVersion}, was asked for key ${key} and did not refuse`,
        ],
        nodes: [nodeId],
      }
    },
  },
})
