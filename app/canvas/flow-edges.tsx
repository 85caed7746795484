import { EdgeLabelRenderer, useStore, useStoreApi } from '@xyflow/react'
import { memo, use, useCallback } from 'react'
import { selectEdge, useUi } from '../state/ui-store.ts'
import css from './canvas.module.css'
import { DetailContext } from './canvas-live.ts'
import { EdgeLabel } from './edge-label.tsx'
import { FlowEdge, type FlowEdgeProps } from './flow-edge.tsx'
import type { FlowEdge as FlowEdgeType } from './graph.ts'
import { useIsEdgeHeld } from './held-store.ts'
import { useEdgeFaults } from './use-faults.ts'

/**
 * All edges in one drawing behind the cards. React Flow gives each edge an SVG root of its own, and of 240 of those each is put in
 * order, layered and painted by itself in every frame; it draws none here. The drawing is among its labels, because those come
 * before the cards, for the eye and for the Tab key. Edges that move with a held card are drawn with the dots meanwhile: here the
 * browser would paint them and all that stands around them anew with each step.
 */
export function FlowEdges({ edges }: { edges: readonly FlowEdgeType[] }) {
  const lane = useUi((ui) => ui.lane)
  const chosen = useUi(({ selection }) => (selection !== null && 'edge' in selection ? selection.edge : null))
  const { detail, still } = use(DetailContext)
  const faultsOn = useEdgeFaults()
  const howTo = useStore(({ rfId }) => `react-flow__edge-desc-${rfId}`)
  const onSelect = useSelectEdge()
  return (
    <EdgeLabelRenderer>
      <svg className={css.edges}>
        {edges.map((edge) => (
          <StandingEdge
            key={edge.id}
            edge={edge}
            lane={lane}
            howTo={howTo}
            selected={edge.id === chosen}
            faulty={faultsOn.has(edge.id)}
            onSelect={onSelect}
          />
        ))}
      </svg>
      {edges.map((edge) => {
        const faults = faultsOn.get(edge.id)
        const rated = edge.id === chosen || still || detail === 'near'
        if (!rated && faults === undefined) return null
        return <EdgeLabel key={edge.id} edge={edge} lane={lane} faults={faults} rated={rated} />
      })}
    </EdgeLabelRenderer>
  )
}

/** An edge that is not there while it may move. */
const StandingEdge = memo(function StandingEdge(props: FlowEdgeProps) {
  return useIsEdgeHeld(props.edge.id) ? null : <FlowEdge {...props} />
})

function useSelectEdge(): (id: string) => void {
  const store = useStoreApi()
  return useCallback(
    (id: string) => {
      store.setState({ nodesSelectionActive: false }) // the frame around several cards goes
      selectEdge(id)
    },
    [store],
  )
}
