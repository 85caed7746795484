import { inOrder, type AssignorSpec } from '../assignor.ts'

/**
 * Neighbouring partitions to one member: the first gets the first few, and so on; leftovers go to the first members.
 * Source: Kafka's RangeAssignor, its documented behaviour. With several topics the same members get every topic's leftovers.
 */
export const assignor: AssignorSpec = {
  name: 'range',
  title: 'Range',
  cooperative: false,
  assign(members, partitions) {
    const sorted = inOrder(members)
    const least = Math.floor(partitions / sorted.length)
    const extra = partitions % sorted.length
    return Object.fromEntries(
      sorted.map(({ id }, i) => {
        const first = i * least + Math.min(i, extra)
        return [id, Array.from({ length: least + (i < extra ? 1 : 0) }, (_, n) => first + n)]
      }),
    )
  },
}
