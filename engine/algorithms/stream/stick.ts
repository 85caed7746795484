import { inOrder, type Assignment, type GroupMember } from './assignor.ts'

/**
 * An even assignment in which members keep what they have as far as evenness allows.
 * Source: KIP-54 (sticky assignment); here for members that all read the same topic, where keeping up to a fair share is the best
 * there is. Of a partition that two claim the first by name has it.
 */
export function stick(members: readonly GroupMember[], partitions: number): Assignment {
  const sorted = inOrder(members)
  const least = Math.floor(partitions / sorted.length)
  let extras = partitions % sorted.length
  const taken = new Set<number>()
  const shares = sorted.map(({ owned }) => {
    const wanted = owned.filter((partition) => partition < partitions && !taken.has(partition))
    const share = wanted.slice(0, extras > 0 ? least + 1 : least)
    if (share.length > least) extras--
    for (const partition of share) taken.add(partition)
    return share
  })
  for (let partition = 0; partition < partitions; partition++) {
    if (taken.has(partition)) continue
    const poorest = shares.reduce((best, share) => (share.length < best.length ? share : best))
    poorest.push(partition)
  }
  return Object.fromEntries(sorted.map(({ id }, i) => [id, shares[i].sort((a, b) => a - b)]))
}
