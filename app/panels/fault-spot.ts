import { FAULTS } from '../../engine/faults/catalogue.ts'
import type { AnyFault } from '../../engine/faults/define-fault.ts'
import type { Document, FaultPlace } from '../../engine/schema/document.ts'
import { kindOf } from '../state/catalogue.ts'

/** One node or one edge, as a place to strike. */
export type FaultSpot = { node: string } | { edge: string }

/** Whether a fault strikes just this node or edge. */
export const isAt = (on: FaultPlace, spot: FaultSpot): boolean =>
  'node' in spot ? 'node' in on && on.node === spot.node : 'edge' in on && on.edge === spot.edge

/** The faults that can strike it. */
export function faultsFor(spot: FaultSpot, document: Document): AnyFault[] {
  const target = 'node' in spot ? 'node' : 'edge'
  const faults = [...FAULTS.values()].filter((fault) => fault.targets.includes(target))
  if ('edge' in spot) return faults
  const site = kindOf(document.nodes[spot.node]?.kind)?.site
  return faults.filter((fault) => site !== undefined && (fault.appliesTo?.(site) ?? true))
}
