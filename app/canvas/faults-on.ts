import type { ActiveFault } from '../../engine/run/fault-board.ts'
import { standsIn } from '../../engine/network/regions.ts'
import type { Document, EdgeDocument } from '../../engine/schema/document.ts'

/** The faults in force that strike a node itself, or its whole region. */
export function faultsOnNode(
  faults: readonly ActiveFault[],
  document: Document,
  node: string,
): ActiveFault[] {
  const { region } = document.nodes[node] ?? {}
  return faults.filter(({ on }) =>
    'node' in on ? on.node === node : 'region' in on && standsIn(region ?? '', on.region),
  )
}

/** The faults in force that strike an edge: itself, or the border between the groups that it joins. */
export function faultsOnEdge(
  faults: readonly ActiveFault[],
  document: Document,
  edge: EdgeDocument,
): ActiveFault[] {
  const within = (node: string, group: readonly string[]) =>
    group.some(
      (member) =>
        member === node ||
        (member.startsWith('region:') && standsIn(document.nodes[node]?.region ?? '', member.slice(7))),
    )
  return faults.filter(({ on }) => {
    if ('edge' in on) return on.edge === edge.id
    if (!('between' in on)) return false
    const [left, right] = on.between
    return (
      (within(edge.from, left) && within(edge.to, right)) ||
      (within(edge.from, right) && within(edge.to, left))
    )
  })
}
