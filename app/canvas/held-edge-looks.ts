import { runStore } from '../state/run-store.ts'
import { uiStore } from '../state/ui-store.ts'
import { resolvedColor } from '../ui/resolved-color.ts'
import { arrowHead } from './arrow-head.ts'
import type { CanvasLive } from './canvas-live.ts'
import type { HeldEdgeLook } from './draw-held-edges.ts'
import { isFailing, STILL, widthOf } from './edge-flow.ts'
import { faultsOnEdge } from './faults-on.ts'
import type { FlowEdge } from './graph.ts'

/** Edges that move with held cards as they look now: as the style sheet has them where they stand. */
export function heldEdgeLooks(
  edges: ReadonlyMap<string, FlowEdge>,
  live: CanvasLive,
  dark: boolean,
): HeldEdgeLook[] {
  const { lane, selection } = uiStore.getState()
  const { status, opened } = runStore.getState()
  const faults = status[lane]?.faults ?? []
  const joined = new Map(opened?.document.edges.map((edge) => [edge.id, edge]))
  return [...edges.values()].map(({ id, d, tip, heading, link }) => {
    const edge = joined.get(id)
    const faulty = edge !== undefined && faultsOnEdge(faults, opened!.document, edge).length > 0
    const selected = selection !== null && 'edge' in selection && selection.edge === id
    const flow = live.flow(lane)?.of(link) ?? STILL
    const token = selected ? '--accent' : faulty || isFailing(flow) ? '--failure' : '--line-strong'
    return {
      line: d,
      head: arrowHead(tip, heading),
      colour: resolvedColor(token, dark),
      lineWidth: selected ? 2 : 1.25,
      bandWidth: widthOf(flow.perSecond),
      dashed: faulty,
    }
  })
}
