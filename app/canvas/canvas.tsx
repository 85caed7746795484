import '@xyflow/react/dist/base.css'
import {
  Background,
  BackgroundVariant,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  useStore,
  type NodeChange,
} from '@xyflow/react'
import { memo, useCallback, useEffect, useMemo, useRef } from 'react'
import type { OpenedRun } from '../state/run-store.ts'
import { session } from '../state/session.ts'
import { selectNothing, uiStore, useUi } from '../state/ui-store.ts'
import { useDark } from '../ui/use-dark.ts'
import { useReducedMotion } from '../ui/use-media.ts'
import { CanvasLive, CanvasLiveContext, DetailContext } from './canvas-live.ts'
import css from './canvas.module.css'
import { detailAt } from './detail.ts'
import { EditBar } from './edit-bar.tsx'
import { EmptySheet } from './empty-sheet.tsx'
import { FlightsLayer } from './flights-layer.tsx'
import { FlowEdges } from './flow-edges.tsx'
import { CELL_HEIGHT, CELL_WIDTH } from './geometry.ts'
import type { CardNode, RegionNode } from './graph.ts'
import { NodeCard } from './node-card.tsx'
import { RegionBox } from './region-box.tsx'
import { TitleBlock } from './title-block.tsx'
import { useArrowPan } from './use-arrow-pan.ts'
import { useConnecting } from './use-connecting.ts'
import { useDrawn } from './use-drawn.ts'
import { useFit } from './use-fit.ts'
import { useGraph } from './use-graph.ts'
import { takeNodeSelection, useMarkedSelection } from './use-graph-selection.ts'
import { SNAP, useHeldCards } from './use-held-cards.ts'
import { useKindDrop } from './use-kind-drop.ts'
import { useShield } from './use-shield.ts'
import { ViewControls } from './view-controls.tsx'

const nodeTypes = { card: NodeCard, region: RegionBox }

/** The open design as a graph. */
export function Canvas() {
  const opened = useDrawn()
  if (opened === null) return <div className={css.canvas} data-testid="canvas" />
  return (
    <ReactFlowProvider key={opened.design?.slug ?? opened.start.title}>
      <OpenCanvas opened={opened} />
    </ReactFlowProvider>
  )
}

const OpenCanvas = memo(function OpenCanvas({ opened }: { opened: OpenedRun }) {
  const { document, lanes, run } = opened
  const graph = useGraph(document, lanes[0])
  const { takeMoves, letGo } = useHeldCards(document, graph)
  // oxlint-disable-next-line react/exhaustive-deps -- dots belong to a run
  const live = useMemo(() => new CanvasLive(lanes.length), [run, lanes.length])
  const wrapperRef = useRef<HTMLDivElement>(null)
  const detail = useStore(({ transform }) => detailAt(transform[2]))
  const still = useReducedMotion()
  const shows = useMemo(() => ({ detail, still }), [detail, still])
  const dark = useDark(useUi((ui) => ui.theme))
  const nodes = useMarkedSelection(graph)
  const { fit, moved } = useFit(wrapperRef, run, graph.cards.length)
  const pan = useArrowPan()
  const connecting = useConnecting()
  const drop = useKindDrop()
  const noteCentre = useViewCentre(wrapperRef)
  const raiseShield = useShield(wrapperRef)
  const takeNodeChanges = useCallback(
    (changes: NodeChange<CardNode | RegionNode>[]) => {
      takeMoves(changes)
      takeNodeSelection(changes)
    },
    [takeMoves],
  )
  useEffect(() => session.subscribeFrames((frame) => live.take(frame, uiStore.getState().lane)), [live])
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
          {...drop}
        >
          <ReactFlow<CardNode | RegionNode>
            nodes={nodes}
            nodeTypes={nodeTypes}
            onNodesChange={takeNodeChanges}
            onNodeDragStart={raiseShield}
            onNodeDrag={raiseShield}
            onNodeDragStop={letGo}
            onSelectionDragStart={raiseShield}
            onSelectionDrag={raiseShield}
            onPaneClick={selectNothing}
            onMoveStart={moved}
            onMove={raiseShield}
            onMoveEnd={noteCentre}
            {...connecting}
            connectionRadius={0}
            connectionLineStyle={CONNECTION_LINE}
            selectionMode={SelectionMode.Partial}
            snapToGrid
            snapGrid={SNAP}
            nodeDragThreshold={4}
            deleteKeyCode={null}
            disableKeyboardA11y={false}
            minZoom={0.08}
            maxZoom={2.5}
            zoomOnDoubleClick={false}
            aria-label={`Graph of ${document.title}`}
          >
            <Background variant={BackgroundVariant.Cross} gap={34} size={5} color="var(--grid)" />
            <FlowEdges edges={graph.edges} />
          </ReactFlow>
          <FlightsLayer paths={graph.paths} cards={graph.cards} dark={dark} still={still} />
          {graph.cards.length === 0 && <EmptySheet />}
          <EditBar />
          <ViewControls fit={fit} />
          <TitleBlock opened={opened} still={still} />
        </div>
      </DetailContext>
    </CanvasLiveContext>
  )
})

const CONNECTION_LINE = { stroke: 'var(--accent)', strokeWidth: 2 }

/** Notes what is in the middle of the view, in cells: new nodes appear there. */
function useViewCentre(wrapperRef: React.RefObject<HTMLElement | null>) {
  const { screenToFlowPosition } = useReactFlow()
  return useCallback(() => {
    const box = wrapperRef.current?.getBoundingClientRect()
    if (box === undefined) return
    const { x, y } = screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 })
    uiStore.setState({ viewCentre: [x / CELL_WIDTH - 0.36, y / CELL_HEIGHT - 0.34] })
  }, [screenToFlowPosition, wrapperRef])
}
