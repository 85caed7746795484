import { inOrder, type AssignorSpec } from '../assignor.ts'

/**
 * Partitions are dealt out like cards. One member more or less moves nearly all of them.
 * Source: Kafka's RoundRobinAssignor, its documented behaviour.
 */
export const assignor: AssignorSpec = {
  name: 'round-robin',
  title: 'Round robin',
  cooperative: false,
  assign(members, partitions) {
    const sorted = inOrder(members)
    const shares = sorted.map((): number[] => [])
    for (let partition = 0; partition < partitions; partition++)
      shares[partition % sorted.length].push(partition)
    return Object.fromEntries(sorted.map(({ id }, i) => [id, shares[i]]))
  },
}
