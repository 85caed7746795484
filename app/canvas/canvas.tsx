import '@xyflow/react/dist/base.css'
import {
  Background,
  BackgroundVariant,
  ReactFlow,
  ReactFlowProvider,
  useStore,
  type EdgeChange,
  type NodeChange,
} from '@xyflow/react'
import { useEffect, useMemo, useRef } from 'react'
import { useRun, type OpenedRun } from '../state/run-store.ts'
import { session } from '../state/session.ts'
import { selectEdge, selectNode, selectNothing, uiStore, useUi } from '../state/ui-store.ts'
import { useDark } from '../ui/use-dark.ts'
import { useReducedMotion } from '../ui/use-media.ts'
import { CanvasLive, CanvasLiveContext, DetailContext, type Detail } from './canvas-live.ts'
import css from './canvas.module.css'
import { FlightsLayer } from './flights-layer.tsx'
import { FlowEdge } from './flow-edge.tsx'
import { graphOf, type CardNode, type FlowEdge as FlowEdgeType, type RegionNode } from './graph.ts'
import { NodeCard } from './node-card.tsx'
import { RegionBox } from './region-box.tsx'
import { TitleBlock } from './title-block.tsx'
import { useArrowPan } from './use-arrow-pan.ts'
import { useFit } from './use-fit.ts'
import { ViewControls } from './view-controls.tsx'

const nodeTypes = { card: NodeCard, region: RegionBox }
const edgeTypes = { flow: FlowEdge }

/** The open design as a graph. */
export function Canvas() {
  const opened = useRun((run) => run.opened)
  if (opened === null) return <div className={css.canvas} data-testid="canvas" />
  return (
    <ReactFlowProvider key={opened.design?.slug ?? ''}>
      <OpenCanvas opened={opened} />
    </ReactFlowProvider>
  )
}

function OpenCanvas({ opened }: { opened: OpenedRun }) {
  const { document, lanes } = opened
  const { columns, links } = lanes[0]
  const graph = useMemo(() => graphOf(document, columns, links), [document, columns, links])
  const live = useMemo(() => new CanvasLive(links.length, lanes.length), [links, lanes.length])
  const wrapperRef = useRef<HTMLDivElement>(null)
  const detail = useStore(({ transform }) => detailAt(transform[2]))
  const still = useReducedMotion()
  const shows = useMemo(() => ({ detail, still }), [detail, still])
  const dark = useDark(useUi((ui) => ui.theme))
  const selected = useSelected(graph)
  const { fit, moved } = useFit(wrapperRef, opened.run)
  const pan = useArrowPan()
  useEffect(
    () => session.subscribeFrames((frame) => live.take(frame, uiStore.getState().lane, performance.now())),
    [live],
  )
  return (
    <CanvasLiveContext value={live}>
      <DetailContext value={shows}>
        <div
          ref={wrapperRef}
          className={css.canvas}
          data-detail={detail}
          data-still={still}
          data-testid="canvas"
          onKeyDown={pan}
        >
          <ReactFlow<CardNode | RegionNode, FlowEdgeType>
            nodes={selected.nodes}
            edges={selected.edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            onNodesChange={takeNodeChanges}
            onEdgesChange={takeEdgeChanges}
            onPaneClick={selectNothing}
            onMoveStart={moved}
            nodesDraggable={false}
            nodesConnectable={false}
            deleteKeyCode={null}
            minZoom={0.15}
            maxZoom={2.5}
            zoomOnDoubleClick={false}
            aria-label={`Graph of ${document.title}`}
          >
            <Background variant={BackgroundVariant.Cross} gap={34} size={5} color="var(--grid)" />
          </ReactFlow>
          {!still && <FlightsLayer paths={graph.paths} cards={graph.cards} dark={dark} />}
          <ViewControls fit={fit} />
          <TitleBlock opened={opened} still={still} />
        </div>
      </DetailContext>
    </CanvasLiveContext>
  )
}

const detailAt = (zoom: number): Detail =>
  zoom < 0.4 ? 'far' : zoom < 0.78 ? 'distant' : zoom < 1.15 ? 'middle' : 'near'

/** The graph with the selection marked on it; all other objects stay the same. */
function useSelected({ nodes, edges }: ReturnType<typeof graphOf>) {
  const selection = useUi((ui) => ui.selection)
  return useMemo(() => {
    const node = selection !== null && 'node' in selection ? selection.node : null
    const edge = selection !== null && 'edge' in selection ? selection.edge : null
    return {
      nodes: nodes.map((each) => (each.id === node ? { ...each, selected: true } : each)),
      edges: edges.map((each) => (each.id === edge ? { ...each, selected: true } : each)),
    }
  }, [nodes, edges, selection])
}

function takeNodeChanges(changes: NodeChange<CardNode | RegionNode>[]): void {
  for (const change of changes) if (change.type === 'select' && change.selected) selectNode(change.id)
}

function takeEdgeChanges(changes: EdgeChange<FlowEdgeType>[]): void {
  for (const change of changes) if (change.type === 'select' && change.selected) selectEdge(change.id)
}
