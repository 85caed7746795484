import type { DesignSource } from '../../schema/design.ts'

/** Four of them hold the table at the start; the fifth is empty until it is added. */
export const SHARDS = [0, 1, 2, 3, 4]
export const REPLICAS = [0, 1, 2]
const LETTERS = ['a', 'b', 'c']

/** `shard-0a` leads shard 0 at the start. */
export const replicaId = (shard: number, replica: number): string => `shard-${shard}${LETTERS[replica]}`

export function shardNodes(): DesignSource['nodes'] {
  return Object.fromEntries(
    SHARDS.flatMap((shard) =>
      REPLICAS.map((replica) => [
        replicaId(shard, replica),
        {
          kind: 'shard',
          label: `Shard ${shard} ${LETTERS[replica]}`,
          at: [3 + replica, shard] as [number, number],
          params: { shard, workers: 2, rowMs: 11 },
        },
      ]),
    ),
  )
}

/** Each replica with the others of its shard. */
export function shardEdges(): DesignSource['edges'] {
  const pairs = [
    [0, 1],
    [0, 2],
    [1, 2],
  ]
  return SHARDS.flatMap((shard) =>
    pairs.map(([from, to]) => ({
      from: replicaId(shard, from),
      port: 'peers',
      to: replicaId(shard, to),
    })),
  )
}
