import type { Document } from '../../../engine/schema/document.ts'
import type { ActiveFault } from '../../../engine/run/fault-board.ts'
import { faultsOnEdge } from '../../canvas/faults-on.ts'

/** Two regions with links between them. */
export interface RegionLink {
  from: string
  to: string
  /** Some link between them is struck by a fault. */
  struck: boolean
}

/** The pairs of regions between which nodes are linked, each once. */
export function regionLinks(document: Document, faults: readonly ActiveFault[]): RegionLink[] {
  const links = new Map<string, RegionLink>()
  for (const edge of document.edges) {
    const from = document.nodes[edge.from].region ?? ''
    const to = document.nodes[edge.to].region ?? ''
    if (from === '' || to === '' || from === to) continue
    const key = [from, to].toSorted().join(' ')
    const link = links.get(key) ?? { from, to, struck: false }
    link.struck ||= faultsOnEdge(faults, document, edge).length > 0
    links.set(key, link)
  }
  return [...links.values()]
}
