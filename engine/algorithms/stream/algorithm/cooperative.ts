import type { AssignorSpec } from '../assignor.ts'
import { stick } from '../stick.ts'

/**
 * Sticky, and nobody stops reading what he keeps: what moves is first taken away from its owner, and given to the new one in a
 * second round, when the old one has said that it is free.
 * Source: KIP-429 (incremental cooperative rebalancing).
 */
export const assignor: AssignorSpec = {
  name: 'cooperative',
  title: 'Cooperative',
  cooperative: true,
  assign(members, partitions) {
    const wanted = stick(members, partitions)
    const ownerOf = new Map(members.flatMap(({ id, owned }) => owned.map((partition) => [partition, id])))
    return Object.fromEntries(
      Object.entries(wanted).map(([id, share]) => [
        id,
        share.filter((partition) => (ownerOf.get(partition) ?? id) === id),
      ]),
    )
  },
}
